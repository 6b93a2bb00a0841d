package io.gravmf.cuda.epoch;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.cuda.driver.DeviceScope;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * An epoch whose sparse gradient runs beside the Gram matrices, on a stream that forks off and
 * joins again.
 */
final class ForkedEpoch {

  private final TrainingKernels kernels;
  private final CUstream side;
  private final CUevent fork;
  private final CUevent join;

  ForkedEpoch(DeviceScope scope, TrainingKernels kernels) {
    this.kernels = kernels;
    side = scope.stream();
    fork = scope.event(CUevent_flags.CU_EVENT_DISABLE_TIMING);
    join = scope.event(CUevent_flags.CU_EVENT_DISABLE_TIMING);
  }

  /** Queues one epoch, or captures it. */
  void queue(CUstream stream) {
    check(JCudaDriver.cuEventRecord(fork, stream), "cuEventRecord");
    check(JCudaDriver.cuStreamWaitEvent(side, fork, 0), "cuStreamWaitEvent");
    kernels.sparse(side);
    check(JCudaDriver.cuEventRecord(join, side), "cuEventRecord");
    kernels.gramPartial(stream);
    kernels.gramReduce(stream, true);
    check(JCudaDriver.cuStreamWaitEvent(stream, join, 0), "cuStreamWaitEvent");
    kernels.update(stream, null, null);
  }
}

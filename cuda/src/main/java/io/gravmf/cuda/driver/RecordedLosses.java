package io.gravmf.cuda.driver;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.backend.Loss;
import java.nio.DoubleBuffer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** Where the losses of a batch arrive on the host. */
public final class RecordedLosses {

  /** Of a loss on the device: mse, l2 and gravity, doubles. */
  private static final long BYTES = 3L * Double.BYTES;

  private final PinnedMemory memory;

  /** Allocates room for so many losses in a scope. */
  public RecordedLosses(DeviceScope scope, int most) {
    memory = scope.pinned(BYTES * most);
  }

  /** Queues the copy of the first losses. */
  public void fetch(CUstream stream, CUdeviceptr from, int count) {
    check(
        JCudaDriver.cuMemcpyDtoHAsync(memory.pointer(), from, BYTES * count, stream),
        "cuMemcpyDtoHAsync");
  }

  /** Returns them, once the stream has been waited for. */
  public Loss[] take(int count) {
    DoubleBuffer values = memory.buffer().asDoubleBuffer();
    Loss[] losses = new Loss[count];
    for (int k = 0; k < count; k++) {
      losses[k] = new Loss(values.get(), values.get(), values.get());
    }
    return losses;
  }
}

package io.gravmf.cuda.driver;

import static io.gravmf.cuda.driver.Driver.check;

import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** Measures on the device what a stream does between two places of it. */
public final class DeviceTimer {

  private final CUevent begun;
  private final CUevent ended;

  /** Makes a timer that dies with a scope. */
  public DeviceTimer(DeviceScope scope) {
    begun = scope.event(CUevent_flags.CU_EVENT_DEFAULT);
    ended = scope.event(CUevent_flags.CU_EVENT_DEFAULT);
  }

  /** Queues the first place. */
  public void begin(CUstream stream) {
    check(JCudaDriver.cuEventRecord(begun, stream), "cuEventRecord");
  }

  /** Queues the last place. */
  public void end(CUstream stream) {
    check(JCudaDriver.cuEventRecord(ended, stream), "cuEventRecord");
  }

  /** Returns the time between both, once the stream has been waited for. */
  public double milliseconds() {
    float[] milliseconds = new float[1];
    check(JCudaDriver.cuEventElapsedTime(milliseconds, begun, ended), "cuEventElapsedTime");
    return milliseconds[0];
  }
}

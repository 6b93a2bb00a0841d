package io.gravmf.cuda.rows;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.DeviceScope;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.driver.PinnedMemory;
import java.nio.IntBuffer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** How many rows of each sweep's users and items were solved in float64. */
public final class LostRows {

  private static final int SIDES = 2;

  private final RowProblem problem;
  private final int most;
  private final Layout.Buffer counts;
  private PinnedMemory recorded;

  /**
   * Makes room for the counts of a batch.
   *
   * @param most the most sweeps of one
   */
  public LostRows(Layout layout, RowProblem problem, int most) {
    this.problem = problem;
    this.most = most;
    counts = layout.add((long) SIDES * most, Integer.BYTES);
  }

  /** Allocates what the host reads, once there is a context. */
  public void open(DeviceScope scope) {
    recorded = scope.pinned((long) SIDES * most * Integer.BYTES);
  }

  /** Returns the counts. */
  public CUdeviceptr counts() {
    return counts.at();
  }

  /** Returns the sweep's number within the batch. */
  public CUdeviceptr counter() {
    return problem.buffers().counter().at();
  }

  /** Returns the first sweep's counts, once what is queued on the default stream is done. */
  public long ofFirst() {
    int[] both = new int[SIDES];
    DeviceMemory.download(both, counts.at(), SIDES);
    return (long) both[0] + both[1];
  }

  /** Queues zeros for a batch. */
  public void clear(CUstream stream, int sweeps) {
    check(
        JCudaDriver.cuMemsetD32Async(counts.at(), 0, (long) SIDES * sweeps, stream),
        "cuMemsetD32Async");
  }

  /** Queues the copy of a batch's counts. */
  public void fetch(CUstream stream, int sweeps) {
    check(
        JCudaDriver.cuMemcpyDtoHAsync(
            recorded.pointer(), counts.at(), (long) SIDES * sweeps * Integer.BYTES, stream),
        "cuMemcpyDtoHAsync");
  }

  /** Returns the sum of the counts that were fetched, once the stream has been waited for. */
  public long sum(int sweeps) {
    IntBuffer values = recorded.buffer().asIntBuffer();
    long sum = 0;
    for (int k = 0; k < SIDES * sweeps; k++) {
      sum += values.get(k);
    }
    return sum;
  }
}

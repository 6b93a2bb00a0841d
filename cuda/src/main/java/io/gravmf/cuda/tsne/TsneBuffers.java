package io.gravmf.cuda.tsne;

import io.gravmf.cuda.driver.DeviceContext;
import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.MemoryPlan;
import java.util.Arrays;
import jcuda.driver.CUdeviceptr;

/**
 * A layout and its probabilities in device memory: the buffers of {@code
 * kernels/src/main/cuda/ABI.md}.
 */
public final class TsneBuffers {

  /** Floats of a point; those behind its dimensions are 0. */
  static final int LANES = 4;

  public final CUdeviceptr points;
  public final CUdeviceptr velocity;
  public final CUdeviceptr gains;
  public final CUdeviceptr gradient;
  public final CUdeviceptr partials;
  public final CUdeviceptr z;
  public final CUdeviceptr divergences;
  public final TsneKernels.Affinities affinities;

  /**
   * Allocates all and uploads the probabilities.
   *
   * @param probabilities rows of at least as many values as there are rows
   * @param purpose what needs the memory, for the message where it is missing
   */
  public TsneBuffers(DeviceContext context, int splits, float[][] probabilities, String purpose) {
    int count = probabilities.length;
    long pairs = (long) count * count;
    MemoryPlan plan = new MemoryPlan();
    long pointsAt = plan.add((long) LANES * count, Float.BYTES);
    long velocityAt = plan.add((long) LANES * count, Float.BYTES);
    long gainsAt = plan.add((long) LANES * count, Float.BYTES);
    long gradientAt = plan.add((long) LANES * count, Float.BYTES);
    long partialsAt = plan.add((long) LANES * count * splits, Float.BYTES);
    long zAt = plan.add(1, Double.BYTES);
    long divergencesAt = plan.add(count, Double.BYTES);
    long rowBeginAt = plan.add(count + 1L, Long.BYTES);
    long columnsAt = plan.add(pairs, Integer.BYTES);
    long valuesAt = plan.add(pairs, Float.BYTES);
    DeviceMemory memory = new DeviceMemory(context, plan.size(), purpose);
    points = memory.at(pointsAt);
    velocity = memory.at(velocityAt);
    gains = memory.at(gainsAt);
    gradient = memory.at(gradientAt);
    partials = memory.at(partialsAt);
    z = memory.at(zAt);
    divergences = memory.at(divergencesAt);
    affinities =
        new TsneKernels.Affinities(
            memory.at(rowBeginAt), memory.at(columnsAt), memory.at(valuesAt));
    upload(probabilities);
  }

  private void upload(float[][] probabilities) {
    int count = probabilities.length;
    long[] rowBegin = new long[count + 1];
    int[] columns = new int[count];
    Arrays.setAll(columns, k -> k);
    for (int row = 0; row < count; row++) {
      long at = (long) row * count;
      rowBegin[row + 1] = at + count;
      DeviceMemory.upload(affinities.columns().withByteOffset(at * Integer.BYTES), columns);
      DeviceMemory.upload(
          affinities.values().withByteOffset(at * Float.BYTES),
          Arrays.copyOf(probabilities[row], count));
    }
    DeviceMemory.upload(affinities.rowBegin(), rowBegin);
  }
}

package io.gravmf.backend.cuda;

import static io.gravmf.backend.cuda.Driver.check;

import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.TsneSteps;
import java.util.Arrays;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Descent on a GPU: layout, momentum, gains and probabilities stay there; four launches a step, and
 * nothing is waited for but where figures are asked for.
 */
final class CudaTsneSteps implements TsneSteps {

  /** Floats of a point on the device. */
  private static final int LANES = 4;

  private final int count;
  private final int dimensions;
  private final float learningRate;
  private final DeviceContext context;
  private TsneKernels kernels;
  private CUdeviceptr points;
  private CUdeviceptr velocity;
  private CUdeviceptr gains;
  private CUdeviceptr gradient;
  private CUdeviceptr partials;
  private CUdeviceptr z;
  private CUdeviceptr divergences;
  private TsneKernels.Affinities affinities;

  CudaTsneSteps(
      CudaDevice device, FloatMatrix layout, float[][] probabilities, double learningRate) {
    count = layout.rows();
    dimensions = layout.columns();
    this.learningRate = (float) learningRate;
    context = new DeviceContext(device);
    try {
      context.within(
          () -> {
            open(device, layout, probabilities);
            return null;
          });
    } catch (RuntimeException | Error e) {
      try {
        close();
      } catch (CudaException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private void open(CudaDevice device, FloatMatrix layout, float[][] probabilities) {
    // The null stream: one thing after the other.
    kernels = new TsneKernels(new KernelModule(device), new CUstream(), count, dimensions);
    long pairs = (long) count * count;
    MemoryPlan plan = new MemoryPlan();
    long pointsAt = plan.add((long) LANES * count, Float.BYTES);
    long velocityAt = plan.add((long) LANES * count, Float.BYTES);
    long gainsAt = plan.add((long) LANES * count, Float.BYTES);
    long gradientAt = plan.add((long) LANES * count, Float.BYTES);
    long partialsAt = plan.add((long) LANES * count * kernels.splits(), Float.BYTES);
    long zAt = plan.add(1, Double.BYTES);
    long divergencesAt = plan.add(count, Double.BYTES);
    long rowBeginAt = plan.add(count + 1L, Long.BYTES);
    long columnsAt = plan.add(pairs, Integer.BYTES);
    long valuesAt = plan.add(pairs, Float.BYTES);
    DeviceMemory memory = new DeviceMemory(context, plan.size(), "exact t-SNE");
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
    long[] rowBegin = new long[count + 1];
    int[] columns = new int[count];
    Arrays.setAll(columns, k -> k);
    for (int row = 0; row < count; row++) {
      rowBegin[row + 1] = rowBegin[row] + count;
      long at = rowBegin[row];
      DeviceMemory.upload(affinities.columns().withByteOffset(at * Integer.BYTES), columns);
      DeviceMemory.upload(
          affinities.values().withByteOffset(at * Float.BYTES),
          Arrays.copyOf(probabilities[row], count));
    }
    DeviceMemory.upload(affinities.rowBegin(), rowBegin);
    float[] padded = new float[LANES * count];
    for (int k = 0; k < layout.values().length; k++) {
      padded[k / dimensions * LANES + k % dimensions] = layout.values()[k];
    }
    DeviceMemory.upload(points, padded);
    forgetMomentum();
  }

  private void forgetMomentum() {
    float[] values = new float[LANES * count];
    DeviceMemory.upload(velocity, values);
    Arrays.fill(values, 1);
    DeviceMemory.upload(gains, values);
  }

  @Override
  public void restart() {
    context.within(
        () -> {
          forgetMomentum();
          return null;
        });
  }

  @Override
  public void step(double exaggeration, double momentum) {
    context.within(
        () -> {
          launchGradient(exaggeration);
          launchStep(momentum);
          return null;
        });
  }

  @Override
  public Figures measuredStep(double exaggeration, double momentum) {
    return context.within(
        () -> {
          launchGradient(exaggeration);
          launchStep(momentum);
          return new Figures(readDivergence(), gradientNorm());
        });
  }

  @Override
  public double divergence() {
    return context.within(
        () -> {
          launchGradient(1);
          return readDivergence();
        });
  }

  private void launchGradient(double exaggeration) {
    kernels.repulsion(points, partials, z);
    kernels.gradient(points, partials, z, affinities, gradient, divergences, (float) exaggeration);
  }

  private void launchStep(double momentum) {
    kernels.step(points, velocity, gains, gradient, learningRate, (float) momentum);
  }

  private double readDivergence() {
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    double[] rows = new double[count];
    DeviceMemory.download(rows, divergences, count);
    double sum = 0;
    for (double row : rows) {
      sum += row;
    }
    return sum;
  }

  private double gradientNorm() {
    float[] slopes = new float[LANES * count];
    float[] applied = new float[LANES * count];
    DeviceMemory.download(slopes, gradient, slopes.length);
    DeviceMemory.download(applied, gains, applied.length);
    double squares = 0;
    for (int k = 0; k < slopes.length; k++) {
      double slope = (double) slopes[k] * applied[k];
      squares += slope * slope;
    }
    return Math.sqrt(squares);
  }

  @Override
  public FloatMatrix layout() {
    return context.within(
        () -> {
          float[] padded = new float[LANES * count];
          DeviceMemory.download(padded, points, padded.length);
          FloatMatrix layout = FloatMatrix.zeros(count, dimensions);
          for (int k = 0; k < layout.values().length; k++) {
            layout.values()[k] = padded[k / dimensions * LANES + k % dimensions];
          }
          return layout;
        });
  }

  @Override
  public void close() {
    context.close();
  }
}

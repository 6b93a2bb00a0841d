package io.gravmf.cuda.tsne;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.CudaException;
import io.gravmf.cuda.driver.DeviceContext;
import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.TsneSteps;
import java.util.Arrays;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Descent on a GPU: layout, momentum, gains and probabilities stay there; four launches a step, and
 * nothing is waited for but where figures are asked for.
 */
final class CudaTsneSteps implements TsneSteps {

  private final int count;
  private final int dimensions;
  private final float learningRate;
  private final DeviceContext context;
  private TsneKernels kernels;
  private TsneBuffers buffers;

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
    buffers = new TsneBuffers(context, kernels.splits(), probabilities, "exact t-SNE");
    float[] padded = new float[TsneBuffers.LANES * count];
    for (int k = 0; k < layout.values().length; k++) {
      padded[k / dimensions * TsneBuffers.LANES + k % dimensions] = layout.values()[k];
    }
    DeviceMemory.upload(buffers.points, padded);
    forgetMomentum();
  }

  private void forgetMomentum() {
    float[] values = new float[TsneBuffers.LANES * count];
    DeviceMemory.upload(buffers.velocity, values);
    Arrays.fill(values, 1);
    DeviceMemory.upload(buffers.gains, values);
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
    kernels.repulsion(buffers);
    kernels.gradient(buffers, (float) exaggeration);
  }

  private void launchStep(double momentum) {
    kernels.step(buffers, learningRate, (float) momentum);
  }

  private double readDivergence() {
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    double[] rows = new double[count];
    DeviceMemory.download(rows, buffers.divergences, count);
    double sum = 0;
    for (double row : rows) {
      sum += row;
    }
    return sum;
  }

  private double gradientNorm() {
    float[] slopes = new float[TsneBuffers.LANES * count];
    float[] applied = new float[TsneBuffers.LANES * count];
    DeviceMemory.download(slopes, buffers.gradient, slopes.length);
    DeviceMemory.download(applied, buffers.gains, applied.length);
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
          float[] padded = new float[TsneBuffers.LANES * count];
          DeviceMemory.download(padded, buffers.points, padded.length);
          FloatMatrix layout = FloatMatrix.zeros(count, dimensions);
          for (int k = 0; k < layout.values().length; k++) {
            layout.values()[k] = padded[k / dimensions * TsneBuffers.LANES + k % dimensions];
          }
          return layout;
        });
  }

  @Override
  public void close() {
    context.close();
  }
}

package io.gravmf.cuda.check;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.reference.RelativeError;
import io.gravmf.cuda.driver.DeviceContext;
import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.tsne.TsneBuffers;
import io.gravmf.cuda.tsne.TsneKernels;
import java.util.Arrays;
import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** The gradient of t-SNE and its step, for a dense P of random values. */
final class TsneChecks {

  private static final int[] COUNTS = {1, 2, 127, 128, 129, 500};
  private static final float EXAGGERATION = 12;
  private static final float LEARNING_RATE = 50;
  private static final float MOMENTUM = 0.8f;

  /** The gradient is a difference of two sums of the same size: it loses digits. */
  private static final double DIFFERENCE = 2e-5;

  private final DeviceContext context;
  private final KernelModule module;
  private final Consumer<KernelCheck> results;
  private final UniformRandomProvider random =
      RandomSource.XO_SHI_RO_256_PP.create(CudaKernelChecks.SEED);

  TsneChecks(DeviceContext context, KernelModule module, Consumer<KernelCheck> results) {
    this.context = context;
    this.module = module;
    this.results = results;
  }

  void run() {
    for (int count : COUNTS) {
      run(count, 2);
      run(count, 3);
    }
  }

  private void run(int count, int dimensions) {
    float[] points = points(count, dimensions);
    float[][] p = affinities(count);
    TsneKernels kernels = new TsneKernels(module, new CUstream(), count, dimensions);
    TsneBuffers b = new TsneBuffers(context, kernels.splits(), p, "the check of t-SNE");
    DeviceMemory.upload(b.points, points);

    Exact exact = new Exact(points, p, dimensions);
    kernels.repulsion(b);
    report(dimensions, "tsne_repulsion, tsne_normaliser", count, normaliserError(b.z, exact), 3e-6);
    kernels.simpleGradient(b, EXAGGERATION);
    report(
        dimensions,
        "tsne_simple",
        count,
        error(floats(b.gradient, count), exact.gradient),
        DIFFERENCE);
    kernels.gradient(b, EXAGGERATION);
    RelativeError error = error(floats(b.gradient, count), exact.gradient);
    error.add(relative(sum(b.divergences, count), exact.divergence), 0);
    report(dimensions, "tsne_gradient", count, error, DIFFERENCE);

    float[] velocity = points(count, dimensions);
    float[] gains = points(count, dimensions);
    for (int k = 0; k < gains.length; k++) {
      gains[k] = 1 + Math.abs(gains[k]);
    }
    float[] slope = floats(b.gradient, count);
    DeviceMemory.upload(b.velocity, velocity);
    DeviceMemory.upload(b.gains, gains);
    kernels.step(b, LEARNING_RATE, MOMENTUM);
    report(
        dimensions, "tsne_step", count, stepError(points, velocity, gains, slope, b.points), 3e-6);
  }

  private float[] points(int count, int dimensions) {
    float[] points = new float[4 * count];
    for (int k = 0; k < points.length; k++) {
      points[k] = k % 4 < dimensions ? random.nextFloat() - 0.5f : 0;
    }
    return points;
  }

  /** Symmetric, with a diagonal of zeros, and a sum of 1. */
  private float[][] affinities(int count) {
    double[][] p = new double[count][count];
    double sum = Double.MIN_NORMAL;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        p[i][j] = random.nextFloat();
        p[j][i] = p[i][j];
        sum += 2 * p[i][j];
      }
    }
    float[][] scaled = new float[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        scaled[i][j] = (float) (p[i][j] / sum);
      }
    }
    return scaled;
  }

  private static float[] floats(CUdeviceptr from, int count) {
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    float[] values = new float[4 * count];
    DeviceMemory.download(values, from, values.length);
    return values;
  }

  private static double sum(CUdeviceptr from, int count) {
    double[] values = new double[count];
    DeviceMemory.download(values, from, count);
    return Arrays.stream(values).sum();
  }

  private static RelativeError normaliserError(CUdeviceptr z, Exact exact) {
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    RelativeError error = new RelativeError();
    error.add(sum(z, 1), exact.z);
    return error;
  }

  /** Relative to logarithms of about 1, for the divergence itself may be 0. */
  private static double relative(double found, double expected) {
    return (found - expected) / (1 + Math.abs(expected));
  }

  private static RelativeError error(float[] found, double[] expected) {
    RelativeError error = new RelativeError();
    for (int k = 0; k < found.length; k++) {
      error.add(found[k], expected[k]);
    }
    return error;
  }

  private static RelativeError stepError(
      float[] points, float[] velocity, float[] gains, float[] gradient, CUdeviceptr moved) {
    double[] expected = new double[points.length];
    for (int k = 0; k < points.length; k++) {
      boolean turning = velocity[k] * gradient[k] < 0;
      double gain = Math.max(0.01, turning ? gains[k] + 0.2 : gains[k] * 0.8);
      expected[k] =
          points[k] + (double) MOMENTUM * velocity[k] - LEARNING_RATE * gain * gradient[k];
    }
    return error(floats(moved, points.length / 4), expected);
  }

  private void report(
      int dimensions, String kernel, int count, RelativeError error, double tolerance) {
    results.accept(
        new KernelCheck(
            kernel, count + " points in " + dimensions + " dimensions", error.value(), tolerance));
  }

  /** Equation 5 of van der Maaten &amp; Hinton 2008, with degrees of freedom, pair by pair. */
  private static final class Exact {

    private final double[] gradient;
    private double z;
    private double divergence;

    Exact(float[] points, float[][] p, int dimensions) {
      int count = p.length;
      gradient = new double[4 * count];
      double freedom = dimensions - 1;
      double power = (freedom + 1) / 2;
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          z += i == j ? 0 : Math.pow(student(points, i, j, freedom), power);
        }
      }
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          if (i == j) {
            continue;
          }
          double q = student(points, i, j, freedom);
          double share = Math.pow(q, power) / z;
          double probability = p[i][j];
          double force = 2 * (freedom + 1) / freedom * q * (EXAGGERATION * probability - share);
          for (int c = 0; c < 3; c++) {
            gradient[4 * i + c] += force * (points[4 * i + c] - points[4 * j + c]);
          }
          divergence += probability == 0 ? 0 : probability * Math.log(probability / share);
        }
      }
    }

    private static double student(float[] points, int i, int j, double freedom) {
      double distance = 0;
      for (int c = 0; c < 3; c++) {
        double delta = (double) points[4 * i + c] - points[4 * j + c];
        distance += delta * delta;
      }
      return 1 / (1 + distance / freedom);
    }
  }
}

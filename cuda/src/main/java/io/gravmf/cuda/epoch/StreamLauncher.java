package io.gravmf.cuda.epoch;

import java.util.function.Consumer;
import jcuda.driver.CUstream;

/** Launch by launch, each epoch the same. */
public final class StreamLauncher implements EpochLauncher {

  private final String name;
  private final int counterBeforeFirst;
  private final CUstream stream;
  private final Consumer<CUstream> epoch;

  private StreamLauncher(
      String name, int counterBeforeFirst, CUstream stream, Consumer<CUstream> epoch) {
    this.name = name;
    this.counterBeforeFirst = counterBeforeFirst;
    this.stream = stream;
    this.epoch = epoch;
  }

  /** Our own Gram matrices, multiplied within the update. */
  public static StreamLauncher gram(TrainingKernels kernels, CUstream stream) {
    return new StreamLauncher(
        "stream",
        -1,
        stream,
        s -> {
          kernels.gramPartial(s);
          kernels.gramReduce(s, true);
          kernels.sparse(s);
          kernels.update(s, null, null);
        });
  }

  /** The same, the sparse gradient beside the Gram matrices. */
  static StreamLauncher forked(ForkedEpoch epoch, CUstream stream) {
    return new StreamLauncher("stream", -1, stream, epoch::queue);
  }

  /** Every pair for gravity; the Gram matrices for the L2 term alone. */
  public static StreamLauncher dense(
      TrainingKernels kernels, BaselineKernels baseline, DeviceProblem problem, CUstream stream) {
    return new StreamLauncher(
        "stream, dense gravity",
        -1,
        stream,
        s -> {
          kernels.gramPartial(s);
          kernels.gramReduce(s, true);
          kernels.sparse(s);
          baseline.denseGravity(s);
          kernels.update(s, problem.product, problem.rowSums);
        });
  }

  /** Gram matrices and their products by cuBLAS. */
  public static StreamLauncher cublas(
      TrainingKernels kernels, DeviceProblem problem, Cublas blas, CUstream stream) {
    return new StreamLauncher(
        "stream, cuBLAS",
        -1,
        stream,
        s -> {
          kernels.advance(s);
          blas.gramAndProduct(problem);
          kernels.sparse(s);
          kernels.update(s, problem.product, null);
        });
  }

  /** The plainest kernels. */
  public static StreamLauncher simple(
      TrainingKernels kernels, BaselineKernels baseline, CUstream stream) {
    return new StreamLauncher(
        "simple",
        0,
        stream,
        s -> {
          baseline.gram(s);
          baseline.sparse(s);
          baseline.loss(s);
          baseline.gradient(s);
          baseline.adamw(s);
          kernels.advance(s);
        });
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int counterBeforeFirst() {
    return counterBeforeFirst;
  }

  @Override
  public void launch(int epochs) {
    for (int k = 0; k < epochs; k++) {
      epoch.accept(stream);
    }
  }
}

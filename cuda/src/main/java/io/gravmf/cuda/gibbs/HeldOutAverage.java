package io.gravmf.cuda.gibbs;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.family.DeviceRatings;
import io.gravmf.cuda.family.FamilyProblem;
import io.gravmf.data.FloatMatrix;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/** Sums of held-out ratings' predictions over draws, in device memory. */
public final class HeldOutAverage {

  private final KernelModule module;
  private final FamilyProblem p;
  private final DeviceRatings held;
  private final Layout.Buffer sums;

  /** Lays the sums out, which are 0. */
  public HeldOutAverage(Layout layout, KernelModule module, FamilyProblem problem) {
    this.module = module;
    p = problem;
    held = problem.held;
    sums = layout.add(held.size(), Float.BYTES);
  }

  /** Queues the addition of this draw's predictions. */
  public void add(CUstream stream) {
    launch(stream, null, 0);
  }

  /**
   * Queues the sums of squared errors of each segment.
   *
   * @param draws how many have been added; 0: of this draw's predictions
   */
  public void measure(CUstream stream, int draws) {
    launch(stream, held.sse.at(), draws);
  }

  private void launch(CUstream stream, CUdeviceptr errors, int draws) {
    module
        .kernel("gravmf_average")
        .launch(
            stream,
            Shape.warps(held.userSegments),
            p.factors.at(),
            held.columns.at(),
            held.targets.at(),
            held.entryBegin.at(),
            held.segmentRow.at(),
            sums.at(),
            errors,
            held.userSegments,
            draws,
            p.size.n(),
            p.size.ld());
  }

  /** Copies the sums out, in the users' order. */
  public FloatMatrix download() {
    float[] values = new float[held.size()];
    DeviceMemory.download(values, sums.at(), values.length);
    return new FloatMatrix(1, values.length, values);
  }

  /**
   * Takes over what {@link #download} gave.
   *
   * @throws IllegalArgumentException if it is of other ratings
   */
  public void restore(FloatMatrix from) {
    if (from.values().length != held.size()) {
      throw new IllegalArgumentException(
          "there are "
              + from.values().length
              + " sums of predictions, expected one for each of "
              + held.size()
              + " held-out ratings");
    }
    DeviceMemory.upload(sums.at(), from.values());
  }
}

package io.gravmf.cuda.family;

import static io.gravmf.cuda.driver.Driver.check;
import static io.gravmf.kernels.KernelShapes.BLOCK;

import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingState;
import io.gravmf.cuda.driver.DeviceScope;
import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.driver.PinnedMemory;
import io.gravmf.cuda.epoch.Scalars;
import io.gravmf.cuda.rows.ParameterMatrix;
import io.gravmf.cuda.rows.Side;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Optimizer;
import java.nio.FloatBuffer;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** An epoch of AdamW on any objective of the family, by plain kernels. */
final class WeightedEpoch implements Step {

  private static final long STEP_BYTES = 2L * Float.BYTES;

  private final FamilyProblem p;
  private final FamilyKernels kernels;
  private final KernelModule module;
  private final Optimizer.AdamW optimizer;
  private final Scalars scalars;
  private final ParameterMatrix first;
  private final ParameterMatrix second;
  private final Layout.Buffer partials;
  private final Layout.Buffer product;
  private final Layout.Buffer schedule;
  private PinnedMemory steps;

  WeightedEpoch(
      Layout layout,
      KernelModule module,
      FamilyKernels kernels,
      FamilyProblem problem,
      Problem given,
      Optimizer.AdamW optimizer) {
    p = problem;
    this.kernels = kernels;
    this.module = module;
    this.optimizer = optimizer;
    scalars = Scalars.of(given.objective(), optimizer, p.size.n(), p.size.m(), p.train.size());
    first = new ParameterMatrix(layout, p.size, false);
    second = new ParameterMatrix(layout, p.size, false);
    partials = layout.add((long) p.train.cut.count() * p.size.ld(), Float.BYTES);
    product = layout.add(p.size.size(), Float.BYTES);
    schedule = layout.add(2L * FamilyProblem.MAX_BATCH, Float.BYTES);
  }

  void upload(DeviceScope scope, TrainingState start) {
    first.upload(start.users().firstMoment(), start.items().firstMoment());
    second.upload(start.users().secondMoment(), start.items().secondMoment());
    steps = scope.pinned(STEP_BYTES * FamilyProblem.MAX_BATCH);
  }

  TrainingState.Side state(Side side, FloatMatrix factors) {
    return new TrainingState.Side(factors, first.download(side), second.download(side));
  }

  /** The Gram matrices' reduction counts the epoch before anything reads the counter. */
  @Override
  public int counterBeforeFirst() {
    return -1;
  }

  @Override
  public void begin(CUstream stream, int firstEpoch, int count) {
    FloatBuffer values = steps.buffer().asFloatBuffer();
    for (int k = 1; k <= count; k++) {
      Scalars.writeStep(optimizer, firstEpoch + k, values);
    }
    check(
        JCudaDriver.cuMemcpyHtoDAsync(schedule.at(), steps.pointer(), STEP_BYTES * count, stream),
        "cuMemcpyHtoDAsync");
  }

  @Override
  public void queue(CUstream stream) {
    kernels.gram(stream, p.counter.at());
    kernels.errors(stream, p.train, partials.at());
    kernels.objective(stream, p.train, p.losses.at(), p.counter.at(), false);
    int n = p.size.n();
    int m = p.size.m();
    int d = p.size.d();
    int ld = p.size.ld();
    module
        .kernel("gravmf_product_simple")
        .launch(
            stream,
            Shape.covering(p.size.size(), BLOCK),
            p.factors.at(),
            p.gram.at(),
            product.at(),
            n,
            m,
            d,
            ld);
    module
        .kernel("gravmf_weighted_step")
        .launch(
            stream,
            Shape.covering(p.size.size(), BLOCK),
            p.factors.at(),
            first.at(),
            second.at(),
            partials.at(),
            p.train.rowSegments.at(),
            product.at(),
            p.penalty.at(),
            schedule.at(),
            p.counter.at(),
            n,
            m,
            d,
            ld,
            p.size.biases(),
            scalars.errorScale(),
            scalars.gravityScale(),
            p.biasWeight(Side.USERS),
            p.biasWeight(Side.ITEMS),
            scalars.decay(),
            scalars.oneMinusBeta1(),
            scalars.oneMinusBeta2(),
            scalars.epsilon());
  }
}

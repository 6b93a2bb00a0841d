package io.gravmf.bench.run;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.bench.measure.BenchData;
import io.gravmf.bench.result.ObjectiveCurve;
import io.gravmf.model.Provenance;
import io.gravmf.objective.Objective;
import io.gravmf.train.InitialFactors;
import java.util.ArrayList;
import java.util.List;

/**
 * Minimises the notebook's objective by each optimiser from the same factors and notes how it falls
 * with time, in a JVM that has done so for a moment before.
 */
final class TimeToObjective {

  /** The notebook's. */
  static final int DIM = 100;

  private static final int WARM_UP = 20;
  private static final double A_MOMENT = 1.5e9;

  private TimeToObjective() {}

  /** Trains by an optimiser for a number of epochs or sweeps, noting each so many. */
  static ObjectiveCurve run(
      String data, String device, String optimizer, int steps, int stepsOfPoint) {
    Backend backend = Backends.choose(device, BackendOptions.defaults()).backend();
    var split = BenchData.split(data);
    Problem problem =
        new Problem(
            split,
            Objective.NOTEBOOK,
            BenchData.optimizer(optimizer),
            InitialFactors.normal(split.train().userCount(), split.train().itemCount(), DIM, 1));
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < A_MOMENT) {
      try (TrainingSession session = backend.open(problem)) {
        session.run(WARM_UP, () -> false);
      }
    }
    List<Integer> counts = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    List<Double> totals = new ArrayList<>();
    long started = System.nanoTime();
    try (TrainingSession session = backend.open(problem)) {
      while (session.epoch() < steps) {
        Loss[] losses = session.run(stepsOfPoint, () -> false);
        counts.add(session.epoch());
        seconds.add(1e-9 * (System.nanoTime() - started));
        totals.add(losses[losses.length - 1].total());
      }
    }
    return new ObjectiveCurve(
        optimizer + ", " + backend.name(),
        Provenance.softwareVersion(),
        data,
        "d = " + DIM + ", the notebook's objective and factors N(0, 1)",
        counts,
        seconds,
        totals);
  }
}

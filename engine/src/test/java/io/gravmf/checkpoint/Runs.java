package io.gravmf.checkpoint;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.data.RatingsBuilder;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import io.gravmf.train.TrainingConfig;
import java.util.Optional;
import java.util.Random;

/** Small runs. */
final class Runs {

  static final Backend BACKEND = Backends.choose("cpu-plain", new BackendOptions(1)).backend();

  /** Gravity, penalties that differ by side, and biases. */
  static final Objective BIASED =
      new Objective(
          new Targets.Explicit(),
          Penalty.uniform(0.1),
          Penalty.uniform(0.2),
          Optional.of(new BiasPenalty(0.1, 0.1)),
          0.1);

  private Runs() {}

  static Split split(long seed) {
    RatingsBuilder builder = new RatingsBuilder();
    Random random = new Random(seed);
    for (int user = 0; user < 9; user++) {
      for (int item = 0; item < 7; item++) {
        if (random.nextInt(3) > 0) {
          builder.add("u" + user, "i" + item, 1 + random.nextInt(5));
        }
      }
    }
    return Splits.random(builder.build(), 0.7, 1);
  }

  static TrainingConfig.Builder config(Optimizer optimizer) {
    return TrainingConfig.builder().dim(3).epochs(14).optimizer(optimizer).reportEvery(4);
  }
}

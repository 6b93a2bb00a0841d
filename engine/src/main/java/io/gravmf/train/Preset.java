package io.gravmf.train;

import io.gravmf.data.Ratings;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.ImplicitAls;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import java.util.List;
import java.util.Optional;

/**
 * Settings with a name. All but the notebook's were found by a search on MovieLens-100K, on other
 * divisions of it than those whose figures are quoted.
 *
 * @param name the name
 * @param config how to train, but for the objective where it follows from the ratings
 * @param implicit what the objective then follows from
 */
public record Preset(String name, TrainingConfig config, Optional<ImplicitAls> implicit)
    implements Recipe {

  /** The notebook's: AdamW, L2 and gravity, no biases. */
  public static final Preset NOTEBOOK =
      new Preset("notebook", TrainingConfig.builder().build(), Optional.empty());

  /** Ratings, by the best that least squares gives. */
  public static final Preset FAST =
      new Preset(
          "fast",
          TrainingConfig.builder()
              .dim(12)
              .epochs(24)
              .optimizer(new Optimizer.LeastSquares())
              .objective(
                  new Objective(
                      new Targets.Explicit(),
                      new Penalty(0.18, 0.33, 0),
                      new Penalty(0.18, 0.33, 0),
                      Optional.of(new BiasPenalty(0.07, 0.07)),
                      0.05))
              .initialDeviation(0.2)
              .reportEvery(1)
              .build(),
          Optional.empty());

  /** Ratings, as well as this software can: by sampling, with what was rated as features. */
  public static final Preset ACCURATE =
      new Preset(
          "accurate",
          TrainingConfig.builder()
              .dim(16)
              .epochs(320)
              .optimizer(
                  new Optimizer.Gibbs(320, 20, 100, 64, new Hyperpriors(2, 0, 1, 1, 1, 4), 1))
              .objective(Objective.SAMPLED)
              .initialDeviation(0.3)
              .reportEvery(20)
              .build(),
          Optional.empty());

  /** What to recommend: every rating is a positive, and weighs more the higher it is. */
  public static final Preset RANKING =
      new Preset(
          "ranking",
          TrainingConfig.builder()
              .dim(64)
              .epochs(8)
              .optimizer(new Optimizer.LeastSquares())
              .initialDeviation(ImplicitAls.initialDeviation(64))
              .reportEvery(1)
              .build(),
          Optional.of(new ImplicitAls(0.75, 3.5, 0.5, 0.2, false, 0.3)));

  /** All of them. */
  public static final List<Preset> ALL = List.of(NOTEBOOK, ACCURATE, FAST, RANKING);

  @Override
  public TrainingConfig over(Ratings train) {
    return implicit.map(constants -> config.with(constants.over(train))).orElse(config);
  }
}

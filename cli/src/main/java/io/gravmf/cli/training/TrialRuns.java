package io.gravmf.cli.training;

import io.gravmf.backend.Backend;
import io.gravmf.cli.option.CheckpointInterval;
import io.gravmf.cli.option.SearchObjective;
import io.gravmf.cli.option.TrainingOptions;
import io.gravmf.cli.option.TrialOptions;
import io.gravmf.crossvalidate.Fold;
import io.gravmf.crossvalidate.HoldOut;
import io.gravmf.evaluate.Figure;
import io.gravmf.search.SearchSpace;
import io.gravmf.search.SuccessiveHalving;
import io.gravmf.train.DivergedException;
import io.gravmf.train.Recipe;
import java.util.List;

/** Trains and tests what a search draws. */
public final class TrialRuns implements SuccessiveHalving.Evaluator {

  private final SearchSpace space;
  private final TrialOptions options;
  private final SearchObjective objective;
  private final HoldOut holdOut;
  private final long seed;

  /**
   * Takes what trials are made of, and trains none.
   *
   * @param fold what trials learn from and are compared by
   * @param seed of the draws and of the initial factors
   * @throws io.gravmf.data.InvalidInputException if settings contradict each other
   */
  public TrialRuns(
      SearchSpace space,
      TrialOptions options,
      SearchObjective objective,
      Fold fold,
      Backend backend,
      long seed) {
    this.space = space;
    this.options = options;
    this.objective = objective;
    this.seed = seed;
    holdOut = new HoldOut(fold, objective.measures(), backend);
    recipe(0, 1);
  }

  /** Returns a trial's settings as words of a command line. */
  public List<String> arguments(int trial) {
    return options.arguments(space.draw(seed, trial));
  }

  private Recipe recipe(int trial, double share) {
    TrainingOptions parsed = TrialOptions.parse(arguments(trial));
    var config = parsed.config(seed, CheckpointInterval.NONE).shortened(share);
    return train -> parsed.over(config, train);
  }

  @Override
  public double score(int trial, double share) {
    try {
      return objective.signed(objective.of(holdOut.figures(recipe(trial, share))));
    } catch (DivergedException diverged) {
      return Double.NaN;
    }
  }

  /** Trains a trial with all its epochs on another fold and tests it there. */
  public List<Figure> test(int trial, Fold fold, Backend backend) {
    return new HoldOut(fold, objective.measures(), backend).figures(recipe(trial, 1));
  }
}

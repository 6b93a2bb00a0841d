package io.gravmf.cli.training;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.cli.option.CheckpointInterval;
import io.gravmf.cli.option.SearchObjective;
import io.gravmf.cli.option.TrainingOptions;
import io.gravmf.cli.option.TrialOptions;
import io.gravmf.crossvalidate.Fold;
import io.gravmf.crossvalidate.HoldOut;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.TooLargeException;
import io.gravmf.evaluate.Figure;
import io.gravmf.search.SearchSpace;
import io.gravmf.search.SuccessiveHalving;
import io.gravmf.train.DivergedException;
import io.gravmf.train.Recipe;
import io.gravmf.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Trains and tests what a search draws. */
public final class TrialRuns implements SuccessiveHalving.Evaluator {

  private final SearchSpace space;
  private final TrialOptions options;
  private final SearchObjective objective;
  private final HoldOut holdOut;
  private final long seed;
  private final ConcurrentSkipListMap<Integer, String> failures = new ConcurrentSkipListMap<>();

  /**
   * Takes what trials are made of, and trains none.
   *
   * @param fold what trials learn from and are compared by
   * @param seed of the draws and of the initial factors
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

  /**
   * Returns how the largest models of a search are trained: of all trials with the same optimiser
   * that with most factors; none whose settings exclude each other.
   *
   * @param trials how many are drawn
   * @param train what they learn from
   */
  public List<TrainingConfig> largest(int trials, Ratings train) {
    Map<String, Integer> widest = new TreeMap<>();
    for (int trial = 0; trial < trials; trial++) {
      Map<String, String> drawn = space.draw(seed, trial);
      widest.merge(
          drawn.getOrDefault("optimizer", "") + drawn.getOrDefault("biases", ""),
          trial,
          (a, b) -> dim(a) >= dim(b) ? a : b);
    }
    List<TrainingConfig> largest = new ArrayList<>();
    for (int trial : widest.values()) {
      possible(trial, train).ifPresent(largest::add);
    }
    return largest;
  }

  private Optional<TrainingConfig> possible(int trial, Ratings train) {
    try {
      return Optional.of(recipe(trial, 1).over(train));
    } catch (InvalidInputException | TooLargeException impossible) {
      // Has no score; the search says why.
      return Optional.empty();
    }
  }

  private double dim(int trial) {
    return Double.parseDouble(space.draw(seed, trial).getOrDefault("dim", "0"));
  }

  @Override
  public double score(int trial, double share) {
    return score(trial, share, holdOut);
  }

  /** Returns the score of a trial with all its epochs on another fold. */
  public double score(int trial, Fold fold, Backend backend) {
    return score(trial, 1, new HoldOut(fold, objective.measures(), backend));
  }

  private double score(int trial, double share, HoldOut on) {
    try {
      return objective.signed(objective.of(on.figures(recipe(trial, share))));
    } catch (DivergedException
        | InvalidInputException
        | TooLargeException
        | BackendUnavailableException impossible) {
      failures.put(trial, impossible.getMessage());
      return Double.NaN;
    }
  }

  /**
   * Says why trials of this run have no score: how many, and the reason of the first.
   *
   * @return one line; empty where all have one
   */
  public Optional<String> failures() {
    if (failures.isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<Integer, String> first = failures.firstEntry();
    return Optional.of(
        failures.size()
            + (failures.size() == 1 ? " trial has" : " trials have")
            + " no score; trial "
            + first.getKey()
            + ": "
            + first.getValue());
  }

  /** Trains a trial with all its epochs on another fold and tests it there. */
  public List<Figure> test(int trial, Fold fold, Backend backend) {
    return new HoldOut(fold, objective.measures(), backend).figures(recipe(trial, 1));
  }
}

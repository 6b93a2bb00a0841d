package io.gravmf.search;

import io.gravmf.parallel.TaskThreads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntToDoubleFunction;

/**
 * The end of a search: its best trials once more, on other divisions of the ratings. Of many trials
 * the one with the best score is the luckiest as well: what it owes to the one division by which
 * all were compared, others do not repeat.
 */
public final class Finals {

  /** How many of the best trials take part. */
  public static final int FINALISTS = 18;

  private final List<IntToDoubleFunction> divisions;
  private final int atOnce;
  private final BooleanSupplier stop;

  /**
   * A trial's place.
   *
   * @param trial its number
   * @param score the mean of its score in the search and those of the finals, less being better
   * @param divisions how many scores that is the mean of
   */
  public record Standing(int trial, double score, int divisions) {}

  /**
   * Prepares the finals.
   *
   * @param divisions each gives a trial's score, less being better, not a number where it has none;
   *     called by several threads
   * @param atOnce how many trials to run at once
   * @param stop asked before each run whether to begin no more; a division that is not complete by
   *     then does not count
   */
  public Finals(List<IntToDoubleFunction> divisions, int atOnce, BooleanSupplier stop) {
    this.divisions = List.copyOf(divisions);
    this.atOnce = atOnce;
    this.stop = stop;
  }

  /**
   * Runs the finals.
   *
   * @param outcomes the search's; of those with all that they ask for the best take part
   * @return the best; empty where fewer than two trials can take part
   */
  public Optional<Standing> run(List<Outcome> outcomes) {
    List<Outcome> finalists = SuccessiveHalving.finalists(outcomes, FINALISTS);
    if (finalists.size() < 2) {
      return Optional.empty();
    }
    double[] sums = finalists.stream().mapToDouble(Outcome::score).toArray();
    int counted = 1;
    try (TaskThreads threads = new TaskThreads(atOnce, "trial")) {
      for (IntToDoubleFunction division : divisions) {
        Optional<double[]> scores = scores(division, finalists, threads);
        if (scores.isEmpty()) {
          break;
        }
        for (int k = 0; k < sums.length; k++) {
          sums[k] += scores.get()[k];
        }
        counted++;
      }
    }
    List<Standing> standings = new ArrayList<>();
    for (int k = 0; k < sums.length; k++) {
      standings.add(new Standing(finalists.get(k).trial(), sums[k] / counted, counted));
    }
    // A sum that is no number comes last.
    return standings.stream().min(Comparator.comparingDouble(Standing::score));
  }

  private Optional<double[]> scores(
      IntToDoubleFunction division, List<Outcome> finalists, TaskThreads threads) {
    List<Future<Optional<Double>>> running = new ArrayList<>();
    for (Outcome finalist : finalists) {
      running.add(
          threads.submit(
              () ->
                  stop.getAsBoolean()
                      ? Optional.empty()
                      : Optional.of(division.applyAsDouble(finalist.trial()))));
    }
    double[] scores = new double[finalists.size()];
    boolean complete = true;
    for (int k = 0; k < scores.length; k++) {
      Optional<Double> score = threads.result(running.get(k));
      complete &= score.isPresent();
      scores[k] = score.orElse(Double.NaN);
    }
    return complete ? Optional.of(scores) : Optional.empty();
  }
}

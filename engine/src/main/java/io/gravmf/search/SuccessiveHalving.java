package io.gravmf.search;

import io.gravmf.parallel.TaskThreads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Successive halving (Jamieson &amp; Talwalkar 2016, "Non-stochastic Best Arm Identification and
 * Hyperparameter Optimization", Algorithm 1) of groups of 27 trials: all get a ninth of the epochs
 * that they ask for, the better third of them a third, the best ninth all. Each rung trains from
 * the beginning, so that a score is that of the command line which asks for so much.
 *
 * <p>A score depends on its trial and rung alone, so that outcomes known from an earlier run take
 * the place of computing them: stopping and going on changes nothing.
 */
public final class SuccessiveHalving {

  /** How many trials compete with one another. */
  public static final int GROUP = 27;

  /** Of how many trials one goes on to the next rung, and how many times more it is given there. */
  public static final int ETA = 3;

  /** How many rungs there are. */
  public static final int RUNGS = 3;

  /** Better first; what diverged last; equals by their numbers. */
  private static final Comparator<Outcome> BETTER =
      Comparator.comparingDouble(Outcome::score).thenComparingInt(Outcome::trial);

  private final Evaluator evaluator;
  private final int atOnce;
  private final BooleanSupplier stop;
  private final TreeMap<Key, Outcome> known = new TreeMap<>();

  /** Tries settings. */
  @FunctionalInterface
  public interface Evaluator {

    /**
     * Returns a trial's score, less being better; not a number where it has none. Called by several
     * threads, and the same for the same arguments.
     *
     * @param trial the trial's number
     * @param share how much of the epochs that the trial asks for it gets, above 0 and at most 1
     */
    double score(int trial, double share);
  }

  private record Key(int trial, int rung) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return trial != other.trial
          ? Integer.compare(trial, other.trial)
          : Integer.compare(rung, other.rung);
    }
  }

  /**
   * Prepares a search.
   *
   * @param atOnce how many trials to run at once
   * @param stop asked before each trial whether to begin no more
   * @param known outcomes of an earlier run
   */
  public SuccessiveHalving(
      Evaluator evaluator, int atOnce, BooleanSupplier stop, List<Outcome> known) {
    this.evaluator = evaluator;
    this.atOnce = atOnce;
    this.stop = stop;
    known.forEach(outcome -> this.known.put(new Key(outcome.trial(), outcome.rung()), outcome));
  }

  /** Returns the share of its epochs that a trial gets at a rung. */
  public static double share(int rung) {
    return Math.pow(ETA, rung - RUNGS + 1.0);
  }

  /**
   * Searches.
   *
   * @param trials how many trials to draw
   * @param done told of each outcome, known or new, by the calling thread
   * @return whether all was done, rather than stopped
   */
  public boolean run(int trials, Consumer<Outcome> done) {
    try (TaskThreads threads = new TaskThreads(atOnce, "trial")) {
      for (int first = 0; first < trials; first += GROUP) {
        if (!runGroup(first, Math.min(first + GROUP, trials), threads, done)) {
          return false;
        }
      }
      return true;
    }
  }

  private boolean runGroup(int first, int end, TaskThreads threads, Consumer<Outcome> done) {
    List<Integer> trials = IntStream.range(first, end).boxed().toList();
    for (int rung = 0; rung < RUNGS; rung++) {
      List<Outcome> outcomes = runRung(trials, rung, threads, done);
      if (outcomes.size() < trials.size()) {
        return false;
      }
      outcomes.sort(BETTER);
      int promoted = (outcomes.size() + ETA - 1) / ETA;
      // In their order, so that what is written does not depend on scores alone.
      trials = outcomes.subList(0, promoted).stream().map(Outcome::trial).sorted().toList();
    }
    return true;
  }

  private List<Outcome> runRung(
      List<Integer> trials, int rung, TaskThreads threads, Consumer<Outcome> done) {
    List<Future<Optional<Outcome>>> running = new ArrayList<>();
    for (int trial : trials) {
      Outcome before = known.get(new Key(trial, rung));
      running.add(
          threads.submit(() -> before != null ? Optional.of(before) : outcome(trial, rung)));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Optional<Outcome>> future : running) {
      threads
          .result(future)
          .ifPresent(
              outcome -> {
                outcomes.add(outcome);
                done.accept(outcome);
              });
    }
    return outcomes;
  }

  private Optional<Outcome> outcome(int trial, int rung) {
    if (stop.getAsBoolean()) {
      return Optional.empty();
    }
    long began = System.nanoTime();
    double score = evaluator.score(trial, share(rung));
    return Optional.of(new Outcome(trial, rung, score, (System.nanoTime() - began) * 1e-9));
  }

  /**
   * Returns the best outcome of those with all that they ask for; where there are none, of those
   * that were given most; empty if none has a score.
   */
  public static Optional<Outcome> best(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> !Double.isNaN(outcome.score()))
        .min(Comparator.comparingInt(Outcome::rung).reversed().thenComparing(BETTER));
  }

  /** Returns the best outcomes of those with all that they ask for, the best first. */
  static List<Outcome> finalists(List<Outcome> outcomes, int most) {
    return outcomes.stream()
        .filter(outcome -> outcome.rung() == RUNGS - 1 && !Double.isNaN(outcome.score()))
        .sorted(BETTER)
        .limit(most)
        .toList();
  }
}

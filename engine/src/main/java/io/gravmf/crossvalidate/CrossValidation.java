package io.gravmf.crossvalidate;

import io.gravmf.backend.Backend;
import io.gravmf.parallel.TaskThreads;
import io.gravmf.train.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Trains and tests on every fold of a protocol, some at once. A fold's result depends on the fold
 * and the recipe alone: it has the same bits whatever runs beside it and on however many threads.
 */
public final class CrossValidation {

  private final Recipe recipe;
  private final Measures measures;
  private final Backend backend;
  private final Backend remaining;
  private final int atOnce;

  /**
   * Prepares to run.
   *
   * @param recipe how to train; asked for each fold, given its training ratings alone
   * @param backend what trains; asked for sessions by several threads where several folds run
   * @param atOnce how many folds to run at once; so many are in memory
   * @throws IllegalArgumentException if {@code atOnce} is less than 1
   */
  public CrossValidation(Recipe recipe, Measures measures, Backend backend, int atOnce) {
    this(recipe, measures, backend, atOnce, backend);
  }

  /**
   * Prepares to run.
   *
   * @param recipe how to train; asked for each fold, given its training ratings alone
   * @param backend what trains; asked for sessions by several threads where several folds run
   * @param atOnce how many folds to run at once; so many are in memory
   * @param remaining what trains the last folds, where {@code atOnce} does not divide their number:
   *     they are fewer, so each can have more threads
   * @throws IllegalArgumentException if {@code atOnce} is less than 1
   */
  public CrossValidation(
      Recipe recipe, Measures measures, Backend backend, int atOnce, Backend remaining) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("atOnce is " + atOnce + ", expected 1 or more");
    }
    this.recipe = recipe;
    this.measures = measures;
    this.backend = backend;
    this.atOnce = atOnce;
    this.remaining = remaining;
  }

  /**
   * Runs all folds.
   *
   * @param done told of each fold's result, in the folds' order, by the calling thread
   * @return the results in the folds' order
   * @throws io.gravmf.train.DivergedException if a fold's training diverges
   * @throws io.gravmf.data.TooLargeException if a fold's factors would not fit a Java array
   * @throws OutOfMemoryError if memory runs out in a fold
   * @throws io.gravmf.data.InvalidInputException if a fold has nothing to train or test on
   */
  public List<FoldResult> run(Protocol protocol, Consumer<FoldResult> done) {
    try (TaskThreads threads = new TaskThreads(atOnce, "fold")) {
      List<Future<FoldResult>> running = new ArrayList<>();
      for (int number = 0; number < protocol.folds(); number++) {
        running.add(threads.submit(task(protocol, number)));
      }
      List<FoldResult> results = new ArrayList<>();
      for (Future<FoldResult> fold : running) {
        results.add(threads.result(fold));
        done.accept(results.get(results.size() - 1));
      }
      return results;
    }
  }

  private Callable<FoldResult> task(Protocol protocol, int number) {
    int together = protocol.folds() - protocol.folds() % atOnce;
    Backend trains = number < together ? backend : remaining;
    return () -> {
      Fold fold = protocol.fold(number);
      return new FoldRun(fold, measures).run(number, recipe.over(fold.train()), trains);
    };
  }
}

package io.gravmf.train;

import io.gravmf.backend.Backend;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.data.DenseIds;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.objective.Optimizer;
import java.util.function.Supplier;

/**
 * Has HotSpot compile what sweeps are made of while there is something else to wait for, such as
 * the reading of ratings: a thread sweeps over a few made up ones, by the same optimiser and in of
 * the same length, until this is closed. Changes no result.
 *
 * <p>Until its loops are compiled a sweep takes a hundred times as long, and twenty compiled ones
 * of MovieLens-100K take less than compiling does. An epoch of AdamW is not worth it: there are
 * thousands.
 */
public final class WarmUp implements AutoCloseable {

  private static final int USERS = 16;
  private static final int ITEMS = 112;

  private volatile boolean stopped;

  private WarmUp() {}

  /**
   * Begins, and returns at once.
   *
   * @param backend makes a backend of one thread, so that others are left for what is waited for;
   *     called by the thread that warms up
   */
  public static WarmUp begin(Supplier<Backend> backend, TrainingConfig config) {
    WarmUp warmUp = new WarmUp();
    if (!(config.optimizer() instanceof Optimizer.AdamW)) {
      Thread thread = new Thread(() -> warmUp.sweep(backend, config), "gravmf-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
    return warmUp;
  }

  private void sweep(Supplier<Backend> backend, TrainingConfig config) {
    try {
      Ratings ratings = ratings();
      Problem problem =
          new Problem(
              new Split(ratings, ratings, "made up"),
              config.objective(),
              config.optimizer(),
              InitialFactors.of(USERS, ITEMS, config));
      try (TrainingSession session = backend.get().open(problem)) {
        while (!stopped) {
          session.run(1, () -> stopped);
          session.validate();
        }
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      // Training, which is to come, meets the same and says so.
      stop();
    }
  }

  /** Users of one rating, of as many as there are items, and all between. */
  private static Ratings ratings() {
    int[] counts = new int[USERS];
    int size = 0;
    for (int user = 0; user < USERS; user++) {
      counts[user] = 1 + user * (ITEMS - 1) / (USERS - 1);
      size += counts[user];
    }
    int[] users = new int[size];
    int[] items = new int[size];
    float[] values = new float[size];
    int at = 0;
    for (int user = 0; user < USERS; user++) {
      for (int k = 0; k < counts[user]; k++, at++) {
        users[at] = user;
        items[at] = (7 * user + k) % ITEMS;
        values[at] = 1 + at % 5;
      }
    }
    return new Ratings(users, items, values, null, new DenseIds(USERS), new DenseIds(ITEMS));
  }

  /** Ends after the sweep that is being made. */
  public void stop() {
    stopped = true;
  }

  /** See {@link #stop}. */
  @Override
  public void close() {
    stop();
  }
}

package io.gravmf.cli.training;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Problem;
import io.gravmf.backend.SessionGroup;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.lockstep.Lockstep;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Split;
import io.gravmf.train.TrainingConfig;
import java.util.Locale;

/** What several models are trained on, how many at once, and in what way. */
public final class SideBySide implements AutoCloseable {

  private final Backends.Choice choice;
  private final Backend remaining;
  private final Lockstep lockstep;
  private final String alone;
  private int atOnce;
  private long mostBytes;

  private SideBySide(
      Backends.Choice choice, Backend remaining, Lockstep lockstep, int atOnce, String alone) {
    this.choice = choice;
    this.remaining = remaining;
    this.lockstep = lockstep;
    this.atOnce = atOnce;
    this.alone = alone;
  }

  /**
   * Models by threads of their own, or one by one.
   *
   * @param remaining what the last ones are trained on, where they are fewer
   */
  static SideBySide apart(Backends.Choice choice, int atOnce, Backend remaining) {
    return new SideBySide(choice, remaining, null, atOnce, "");
  }

  /** One by one on a device that has no other way here. */
  static SideBySide alone(Backends.Choice choice) {
    return new SideBySide(
        choice,
        choice.backend(),
        null,
        1,
        ", for several run by graphs and Gram matrices of our own alone (--epoch-path graph)");
  }

  /** Models by threads of their own, whose epochs the device runs together. */
  static SideBySide together(Backends.Choice choice, Lockstep lockstep, int atOnce) {
    return new SideBySide(choice, lockstep, lockstep, atOnce, "");
  }

  /** Returns why the device was chosen. */
  public Backends.Choice choice() {
    return choice;
  }

  /** Returns what to train on, by so many threads as there are models at once. */
  public Backend backend() {
    return lockstep == null ? choice.backend() : lockstep;
  }

  /** Returns what to train the last models on, where they are fewer than are trained at once. */
  public Backend remaining() {
    return remaining;
  }

  /** Returns how many models to train at once. */
  public int atOnce() {
    return atOnce;
  }

  /** Returns whether a device runs the epochs of all together, in memory that they share. */
  public boolean areTogether() {
    return lockstep != null;
  }

  /**
   * Trains fewer at once where the device has not the memory for so many models of this kind. One
   * that does not fit alone is left to its training, which says so.
   */
  public void fit(Split split, TrainingConfig config) {
    SessionGroup group = lockstep.group();
    try {
      mostBytes = Math.max(mostBytes, group.deviceBytes(problem(split, config)));
    } catch (BackendUnavailableException | IllegalArgumentException impossible) {
      return;
    }
    long fitting = group.freeBytes() / Math.max(1, mostBytes);
    atOnce = (int) Math.max(1, Math.min(atOnce, fitting));
  }

  private static Problem problem(Split split, TrainingConfig config) {
    TrainingState state =
        new TrainingState(
            0,
            config.dim(),
            side(split.train().userCount(), config),
            side(split.train().itemCount(), config));
    return new Problem(split, config.objective(), config.optimizer(), state, config.information());
  }

  private static TrainingState.Side side(int rows, TrainingConfig config) {
    FloatMatrix one =
        FloatMatrix.zeros(rows, config.dim() + (config.objective().hasBiases() ? 1 : 0));
    return new TrainingState.Side(one, one, one);
  }

  /** Says how models are trained at once, where there is more to say than how many. */
  public String way() {
    if (lockstep == null) {
      return alone;
    }
    return String.format(
        Locale.ROOT,
        " as branches of one graph, each %,d MiB or less of %,d MiB that are free",
        (mostBytes + (1 << 20) - 1) >> 20,
        lockstep.group().freeBytes() >> 20);
  }

  @Override
  public void close() {
    if (lockstep != null) {
      lockstep.close();
    }
  }
}

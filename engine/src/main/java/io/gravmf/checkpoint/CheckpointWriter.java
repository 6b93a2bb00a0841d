package io.gravmf.checkpoint;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.train.RunState;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Saves checkpoints while training goes on, in a thread of its own. Where states come faster than
 * the disk takes them, the newest is saved and those before it are left out. A state whose factors
 * are not finite is not saved: the next loss will stop the run, which can go on from before.
 */
public final class CheckpointWriter implements AutoCloseable {

  private final Path folder;
  private final Checkpoint run;
  private final Consumer<String> onFailure;
  private final Thread thread = new Thread(this::work, "gravmf-checkpoints");
  private RunState next;
  private boolean closing;
  private OptionalInt saved = OptionalInt.empty();

  /**
   * Starts the thread.
   *
   * @param folder where to save
   * @param run settings and notes of all that is saved
   * @param onFailure told in one line, by that thread, why a checkpoint was not saved; the one
   *     before is still there
   */
  public CheckpointWriter(Path folder, Checkpoint run, Consumer<String> onFailure) {
    this.folder = folder;
    this.run = run;
    this.onFailure = onFailure;
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes a state to save, and returns at once. */
  public synchronized void offer(RunState state) {
    next = state;
    notifyAll();
  }

  /** Returns the epoch of the newest checkpoint that is on the disk. */
  public synchronized OptionalInt saved() {
    return saved;
  }

  private void work() {
    for (RunState state = await(); state != null; state = await()) {
      save(state);
    }
  }

  private synchronized RunState await() {
    while (next == null && !closing) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Nobody else knows this thread; what was offered is saved before it ends.
        closing = true;
      }
    }
    RunState taken = next;
    next = null;
    return taken;
  }

  private void save(RunState state) {
    if (!isFinite(state.state().users().factors()) || !isFinite(state.state().items().factors())) {
      return;
    }
    try {
      CheckpointFiles.save(folder, run.at(state));
      setSaved(state.epoch());
    } catch (InvalidInputException e) {
      onFailure.accept(e.getMessage());
    } catch (RuntimeException | OutOfMemoryError e) {
      onFailure.accept(e.toString());
    }
  }

  private synchronized void setSaved(int epoch) {
    saved = OptionalInt.of(epoch);
  }

  private static boolean isFinite(FloatMatrix matrix) {
    for (float value : matrix.values()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Ends as {@link #finish} does. */
  @Override
  public void close() {
    finish();
  }

  /**
   * Waits until what was offered last is saved, and ends the thread; more than once has no effect.
   */
  public void finish() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        // A run that was interrupted is to be gone on with.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

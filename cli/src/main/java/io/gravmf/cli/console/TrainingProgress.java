package io.gravmf.cli.console;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.FloatMatrix;
import io.gravmf.train.EpochReport;
import io.gravmf.train.TensorBoardListener;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Passes what training tells on to the display, the history, TensorBoard and checkpoints. */
public final class TrainingProgress implements TrainingListener, AutoCloseable {

  /** Stores a state. */
  public interface CheckpointSink {

    /** Stores a state and returns the file. */
    Path store(TrainingState state);
  }

  private final TrainingConfig config;
  private final ProgressView view;
  private final Interruption interruption;
  private final Path tensorBoardFolder;
  private final CheckpointSink checkpoints;
  private final List<EpochReport> history = new ArrayList<>();
  private TensorBoardListener tensorBoard;
  private String lastCheckpoint;
  private boolean ended;

  /** Takes who is to be told, and what can stop it. */
  public TrainingProgress(
      TrainingConfig config,
      ProgressView view,
      Interruption interruption,
      Path tensorBoardFolder,
      CheckpointSink checkpoints) {
    this.config = config;
    this.view = view;
    this.interruption = interruption;
    this.tensorBoardFolder = tensorBoardFolder;
    this.checkpoints = checkpoints;
    lastCheckpoint =
        config.checkpointEvery() > 0
            ? "no checkpoint was due yet"
            : "no checkpoint was asked for (--checkpoint-every)";
    interruption.announceOn(view);
  }

  /** Returns the reported epochs. */
  public List<EpochReport> history() {
    return history;
  }

  /** Says in words which checkpoint is the last good one. */
  public String lastCheckpoint() {
    return lastCheckpoint;
  }

  @Override
  public void onProgress(int epochsRun) {
    view.advance(epochsRun);
  }

  @Override
  public void onReport(EpochReport report) {
    history.add(report);
    view.report(report);
    if (tensorBoardFolder != null) {
      // Opened by the first report: a problem that no backend takes leaves no file behind.
      if (tensorBoard == null) {
        tensorBoard = new TensorBoardListener(tensorBoardFolder, config);
      }
      tensorBoard.onReport(report);
    }
  }

  /** Keeps the checkpoint before where an update has just overflowed, which the next loss shows. */
  @Override
  public void onCheckpoint(Supplier<TrainingState> state) {
    TrainingState current = state.get();
    if (isFinite(current.users().factors()) && isFinite(current.items().factors())) {
      Path file = checkpoints.store(current);
      lastCheckpoint =
          "the last checkpoint is "
              + file
              + ", after "
              + current.epoch()
              + " "
              + config.optimizer().unit()
              + "s";
    }
  }

  private static boolean isFinite(FloatMatrix matrix) {
    for (float value : matrix.values()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean isCancelled() {
    return interruption.isRequested();
  }

  /** Ends the display and the event file, so that what is printed next stands by itself. */
  public void finish() {
    if (tensorBoard != null) {
      tensorBoard.finished();
    }
    end();
  }

  /** Ends both likewise after a failure. */
  public void fail() {
    end();
  }

  private void end() {
    if (!ended) {
      ended = true;
      view.close();
      if (tensorBoard != null) {
        tensorBoard.close();
      }
    }
  }

  @Override
  public void close() {
    end();
  }
}

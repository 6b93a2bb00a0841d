package io.gravmf.cli.console;

import io.gravmf.train.EpochReport;
import io.gravmf.train.RunState;
import io.gravmf.train.TensorBoardListener;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Passes what training tells on to the display, the history, TensorBoard and checkpoints. */
public final class TrainingProgress implements TrainingListener, AutoCloseable {

  private final TrainingConfig config;
  private final ProgressView view;
  private final Interruption interruption;
  private final Path tensorBoardFolder;
  private final SideFiles sideFiles;
  private final Consumer<RunState> checkpoints;
  private final List<EpochReport> history;
  private TensorBoardListener tensorBoard;
  private boolean recording;
  private boolean begun;
  private boolean ended;

  /**
   * Takes who is to be told, and what can stop it.
   *
   * @param before the reports of the run that this one goes on with
   * @param tensorBoardFolder null: no event file is written
   * @param sideFiles told of an event file that cannot be written
   * @param checkpoints gets each state that is to be stored, and does not keep training waiting
   */
  public TrainingProgress(
      TrainingConfig config,
      ProgressView view,
      Interruption interruption,
      List<EpochReport> before,
      Path tensorBoardFolder,
      SideFiles sideFiles,
      Consumer<RunState> checkpoints) {
    this.config = config;
    this.view = view;
    this.interruption = interruption;
    this.tensorBoardFolder = tensorBoardFolder;
    this.sideFiles = sideFiles;
    this.checkpoints = checkpoints;
    history = new ArrayList<>(before);
    recording = tensorBoardFolder != null;
    interruption.announceOn(view);
  }

  /** Returns the reported epochs, those before a pause included. */
  public List<EpochReport> history() {
    return history;
  }

  /** Returns whether anything has been run. */
  public boolean hasBegun() {
    return begun;
  }

  @Override
  public void onProgress(int epochsRun) {
    begun = true;
    view.advance(epochsRun);
  }

  @Override
  public void onReport(EpochReport report) {
    history.add(report);
    view.report(report);
    if (recording) {
      // What follows a record that was cut could not be read.
      recording = sideFiles.write(() -> record(report));
    }
  }

  private void record(EpochReport report) {
    // Opened by the first report: a problem that no backend takes leaves no file behind.
    if (tensorBoard == null) {
      tensorBoard = new TensorBoardListener(tensorBoardFolder, config);
    }
    tensorBoard.onReport(report);
  }

  @Override
  public void onCheckpoint(Supplier<RunState> state) {
    checkpoints.accept(state.get());
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

  private void end() {
    if (!ended) {
      ended = true;
      view.close();
      if (tensorBoard != null) {
        sideFiles.write(tensorBoard::close);
      }
    }
  }

  /** Ends both; a run that has not finished is shown as failed. */
  @Override
  public void close() {
    end();
  }
}

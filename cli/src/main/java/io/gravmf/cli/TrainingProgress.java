package io.gravmf.cli;

import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingState;
import io.gravmf.format.TensorBoardWriter;
import io.gravmf.train.EpochReport;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows training: a bar on a terminal, otherwise a line for each report; and passes the reports on
 * to TensorBoard and the states to checkpoints.
 */
final class TrainingProgress implements TrainingListener, AutoCloseable {

  /** Set by the launcher where standard error is a terminal. */
  private static final boolean TERMINAL = Boolean.getBoolean("gravmf.terminal");

  /** Stores a state. */
  interface CheckpointSink {

    /** Stores a state and returns the file. */
    Path store(TrainingState state);
  }

  private final TrainingConfig config;
  private final boolean quiet;
  private final PrintWriter log;
  private final Interruption interruption;
  private final CheckpointSink checkpoints;
  private final TensorBoardWriter tensorBoard;
  private final List<EpochReport> history = new ArrayList<>();
  private final ProgressBar bar;
  private String lastCheckpoint = "no checkpoint was asked for (--checkpoint-every)";
  private long lastReportAt;
  private int lastReported;
  private boolean finished;

  TrainingProgress(
      TrainingConfig config,
      int firstEpoch,
      boolean quiet,
      PrintWriter log,
      Interruption interruption,
      Path tensorBoardFolder,
      CheckpointSink checkpoints) {
    this.config = config;
    this.quiet = quiet;
    this.log = log;
    this.interruption = interruption;
    this.checkpoints = checkpoints;
    if (config.checkpointEvery() > 0) {
      lastCheckpoint = "no checkpoint was due yet";
    }
    tensorBoard =
        tensorBoardFolder == null ? null : new TensorBoardWriter(tensorBoardFolder, now());
    bar =
        quiet || !TERMINAL
            ? null
            : new ProgressBarBuilder()
                .setTaskName("epochs")
                .setInitialMax(config.epochs())
                .startsFrom(firstEpoch, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .showSpeed()
                .build();
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }

  List<EpochReport> history() {
    return history;
  }

  /** Says in words which checkpoint is the last good one. */
  String lastCheckpoint() {
    return lastCheckpoint;
  }

  @Override
  public void onProgress(int epochsRun) {
    if (bar != null) {
      bar.stepTo(epochsRun);
    }
  }

  @Override
  public void onReport(EpochReport report) {
    history.add(report);
    if (tensorBoard != null) {
      scalars("train", report.epoch(), report.train());
      scalars("validation", report.epoch(), report.validation());
    }
    if (bar != null) {
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              " train %.4f, validation %.4f",
              report.train().total(),
              report.validation().total()));
    } else if (!quiet) {
      log.println(line(report));
    }
  }

  private String line(EpochReport report) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d  train %s  validation %s%s",
        report.epoch(),
        config.epochs(),
        terms(report.train()),
        terms(report.validation()),
        speed(report.epoch()));
  }

  /** Speed since the last report: the first epochs are slow, before the JVM has compiled them. */
  private String speed(int epoch) {
    long now = System.nanoTime();
    double seconds = (now - lastReportAt) * 1e-9;
    int run = epoch - lastReported;
    lastReportAt = now;
    lastReported = epoch;
    if (history.size() == 1) {
      return "";
    }
    long left = Math.round((config.epochs() - 1 - epoch) * seconds / run);
    return String.format(
        Locale.ROOT, "  %.0f epochs/s, %d:%02d left", run / seconds, left / 60, left % 60);
  }

  private static String terms(Loss loss) {
    return String.format(
        Locale.ROOT,
        "%.6f (mse %.6f l2 %.6f gravity %.6f)",
        loss.total(),
        loss.mse(),
        loss.l2(),
        loss.gravity());
  }

  private void scalars(String part, int epoch, Loss loss) {
    double time = now();
    tensorBoard.scalar(time, epoch, part + "/mse", loss.mse());
    tensorBoard.scalar(time, epoch, part + "/l2", loss.l2());
    tensorBoard.scalar(time, epoch, part + "/gravity", loss.gravity());
    tensorBoard.scalar(time, epoch, part + "/total", loss.total());
  }

  @Override
  public void onCheckpoint(Supplier<TrainingState> state) {
    TrainingState current = state.get();
    Path file = checkpoints.store(current);
    lastCheckpoint = "the last checkpoint is " + file + ", after " + current.epoch() + " epochs";
  }

  @Override
  public boolean isCancelled() {
    return interruption.isRequested();
  }

  @Override
  public void close() {
    finish();
  }

  /** Ends the bar and the event file, so that what is printed next stands by itself. */
  void finish() {
    if (!finished) {
      finished = true;
      if (bar != null) {
        bar.close();
      }
      if (tensorBoard != null) {
        tensorBoard.close();
      }
    }
  }
}

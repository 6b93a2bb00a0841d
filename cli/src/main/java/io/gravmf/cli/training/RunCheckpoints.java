package io.gravmf.cli.training;

import io.gravmf.backend.Backend;
import io.gravmf.checkpoint.Checkpoint;
import io.gravmf.checkpoint.CheckpointFiles;
import io.gravmf.checkpoint.CheckpointWriter;
import io.gravmf.checkpoint.RunIdentity;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Split;
import io.gravmf.train.RunState;
import io.gravmf.train.TrainingConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A run's checkpoints: the one to go on from, and those that it writes. */
public final class RunCheckpoints implements AutoCloseable {

  private final Path folder;
  private final TrainingConfig config;
  private final RunState start;
  private final CheckpointWriter writer;

  /**
   * Prepares to write; nothing is written before the first is due.
   *
   * @param folder null: none can be written
   * @param start where the run begins or goes on
   * @param onFailure told why one was not written
   */
  public RunCheckpoints(
      Path folder,
      Split split,
      TrainingConfig config,
      Backend backend,
      RunState start,
      Consumer<String> onFailure) {
    this.folder = folder;
    this.config = config;
    this.start = start;
    Checkpoint run =
        new Checkpoint(start, RunIdentity.of(split, config, backend), RunIdentity.notes(backend));
    writer = folder == null ? null : new CheckpointWriter(folder, run, onFailure);
  }

  /**
   * Loads the checkpoint to go on from, and says what of it should be known.
   *
   * @param duration the option that says how long to train
   * @throws InvalidInputException if there is none, or it is of other data or settings
   */
  public static RunState load(
      Path folder,
      Split split,
      TrainingConfig config,
      Backend backend,
      String duration,
      PrintWriter log) {
    CheckpointFiles.Found found = CheckpointFiles.load(folder);
    String unit = config.optimizer().unit();
    Checkpoint checkpoint = found.checkpoint();
    checkpoint.requireFits(found.file().toString(), split, config, backend);
    int epoch = checkpoint.run().epoch();
    if (epoch > config.epochs()) {
      throw new InvalidInputException(
          found.file()
              + ": is after "
              + epoch
              + " "
              + unit
              + "s, expected at most "
              + duration
              + " "
              + config.epochs());
    }
    found
        .problem()
        .ifPresent(
            problem ->
                log.println(
                    problem + "; going on from the one before, after " + epoch + " " + unit + "s"));
    List<String> different = checkpoint.different(RunIdentity.notes(backend));
    if (!different.isEmpty()) {
      log.println(
          "the last bits may differ from those of a run without a pause: "
              + String.join("; ", different));
    }
    return checkpoint.run();
  }

  /** Takes a state to store, and returns at once. */
  public void offer(RunState state) {
    if (writer != null) {
      writer.offer(state);
    }
  }

  /** Says in words which is the last good one on the disk, after waiting for it. */
  public String last() {
    finish();
    String unit = config.optimizer().unit();
    if (writer != null && writer.saved().isPresent()) {
      return "the last checkpoint is "
          + folder.resolve(CheckpointFiles.FILE)
          + ", after "
          + writer.saved().getAsInt()
          + " "
          + unit
          + "s";
    }
    if (start.epoch() > 0) {
      return "the last checkpoint is the one that it went on from, after "
          + start.epoch()
          + " "
          + unit
          + "s";
    }
    return config.checkpointEvery() > 0 || config.checkpointSeconds() > 0
        ? "no checkpoint was due yet"
        : "no checkpoint was asked for (--checkpoint-every)";
  }

  /** Waits until what was offered is on the disk; nothing is written any more. */
  public void finish() {
    if (writer != null) {
      writer.finish();
    }
  }

  @Override
  public void close() {
    finish();
  }
}

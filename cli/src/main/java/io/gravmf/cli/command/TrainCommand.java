package io.gravmf.cli.command;

import io.gravmf.backend.Backend;
import io.gravmf.backend.Backends;
import io.gravmf.backend.DeviceFailedException;
import io.gravmf.checkpoint.CheckpointFiles;
import io.gravmf.cli.console.Interruption;
import io.gravmf.cli.console.ProgressView;
import io.gravmf.cli.console.SideFiles;
import io.gravmf.cli.console.TrainingProgress;
import io.gravmf.cli.option.CheckpointInterval;
import io.gravmf.cli.option.DeviceOptions;
import io.gravmf.cli.option.ItemsOptions;
import io.gravmf.cli.option.TrainingOptions;
import io.gravmf.cli.output.Destination;
import io.gravmf.cli.output.Json;
import io.gravmf.cli.output.ProjectorExport;
import io.gravmf.cli.output.Rescue;
import io.gravmf.cli.query.Titles;
import io.gravmf.cli.report.RatingProfile;
import io.gravmf.cli.training.RunCheckpoints;
import io.gravmf.cli.training.StartingModel;
import io.gravmf.cli.training.TrainingFigures;
import io.gravmf.cli.training.TrainingInput;
import io.gravmf.cli.training.TrainingSummary;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Split;
import io.gravmf.format.AtomicFile;
import io.gravmf.format.FolderLock;
import io.gravmf.format.ProjectorFiles;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.train.DivergedException;
import io.gravmf.train.EpochReport;
import io.gravmf.train.HistoryCsv;
import io.gravmf.train.RunState;
import io.gravmf.train.StopReason;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingMemory;
import io.gravmf.train.TrainingResult;
import io.gravmf.train.WarmUp;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a model.",
      "Without --ratings it takes the embedded sample, which is generated. The "
          + "defaults are the notebook's. Ctrl-C stops after the epoch, writes the model and "
          + "a checkpoint, and ends with exit code 130; a second Ctrl-C ends at once. A loss "
          + "that is no longer a finite number stops training with exit code 2."
    },
    footer = {
      "",
      "Example: gravmf train --ratings ml-100k/u.data --dim 100 --epochs 20000 --out model"
    })
public final class TrainCommand implements Callable<Integer> {

  /** As for any output that cannot be written. */
  private static final int SIDE_FILE_FAILED = 2;

  /** What it may write into --out. */
  private static final List<String> OUTPUTS =
      List.of(
          ModelFiles.TENSORS,
          ModelFiles.JSON,
          ModelFiles.USER_NPY,
          ModelFiles.ITEM_NPY,
          CheckpointFiles.FILE,
          CheckpointFiles.PREVIOUS);

  @Spec private CommandSpec spec;

  @Mixin private TrainingInput input;

  @Mixin private StartingModel model;

  @Mixin private TrainingOptions training;

  @Mixin private DeviceOptions device;

  @Mixin private ItemsOptions items;

  @Option(names = "--out", paramLabel = "DIR", description = "Write the model there.")
  private Path out;

  @Option(names = "--export-npy", description = "Write the factors as .npy into --out as well.")
  private boolean exportNpy;

  @Option(names = "--history", paramLabel = "FILE", description = "Write the reports as CSV.")
  private Path history;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = "Write TensorBoard events and the factors for its projector there.")
  private Path tensorBoard;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "K",
      description = {
        "Write a checkpoint into --out every K epochs, or every so often: 30s, 10m. The last",
        "two are kept."
      })
  private String checkpointEvery;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = {
        "Go on from the checkpoint in DIR, to the same bits as without a pause; with the same",
        "ratings and options, but for how long to train (of gibbs that too)."
      })
  private Path resume;

  @Option(names = "--json", description = "Print the result as JSON, the rest as errors are.")
  private boolean json;

  @Option(names = "--quiet", description = "Print nothing but errors, and the result with --json.")
  private boolean quiet;

  private List<String> titles;

  @Override
  public Integer call() {
    requireUsable();
    if (out == null) {
      return run();
    }
    return FolderLock.holding(
        out,
        () -> {
          OUTPUTS.forEach(file -> AtomicFile.deleteLeftovers(out.resolve(file)));
          return run();
        });
  }

  private Integer run() {
    TrainingConfig given =
        training.config(input.seed(), CheckpointInterval.of(checkpointEvery), model.load());
    model.requireFits(given);
    PrintWriter log = quiet ? new PrintWriter(java.io.Writer.nullWriter()) : console();
    Backends.Choice choice;
    Split split;
    try (WarmUp warmUp = WarmUp.begin(device::cpu, given)) {
      choice = device.choose();
      if (!DeviceOptions.isCpu(choice)) {
        warmUp.stop();
      }
      split = input.split(given.seed(), log);
    }
    training.requireFits(split);
    TrainingConfig config = training.over(given, split.train());
    // Read now, kept for later: what is wrong with the file should show before hours of training.
    titles =
        items.areGiven()
            ? Titles.list(items.read(split.train().itemIds()))
            : model.titles(split.train().itemIds());
    RunState start =
        TrainingMemory.within(
            split, config, choice.backend(), () -> start(split, config, choice.backend(), log));
    return train(split, config, start, choice, log);
  }

  private RunState start(Split split, TrainingConfig config, Backend backend, PrintWriter log) {
    if (resume != null) {
      return RunCheckpoints.load(resume, split, config, backend, training.durationOption(), log);
    }
    return RunState.of(
        model.isGiven() ? model.start(split, config, log) : input.start(split, config));
  }

  private Integer train(
      Split split, TrainingConfig config, RunState start, Backends.Choice choice, PrintWriter log) {
    SideFiles sideFiles = new SideFiles(spec.commandLine().getErr()::println);
    ProgressView view = quiet ? ProgressView.NONE : ProgressView.of(config, start.epoch(), log);
    Backend backend = choice.backend();
    try (Interruption interruption = new Interruption();
        RunCheckpoints checkpoints =
            new RunCheckpoints(out, split, config, backend, start, sideFiles::failed);
        TrainingProgress progress =
            new TrainingProgress(
                config,
                view,
                interruption,
                start.history(),
                tensorBoard,
                sideFiles,
                checkpoints::offer)) {
      // Not before Ctrl-C is heard: whoever reads this may press it.
      log.println("training on " + DeviceOptions.described(choice));
      long began = System.nanoTime();
      TrainingResult result;
      try {
        result = Trainer.resume(split, config, start, backend, progress);
      } catch (IllegalArgumentException e) {
        if (resume == null || progress.hasBegun()) {
          throw e;
        }
        // What only the backend knows of a checkpoint: that a sampler's features are others.
        throw new InvalidInputException(resume + ": " + e.getMessage(), e);
      } catch (DivergedException e) {
        sideFiles.write(() -> writeHistory(progress.history()));
        throw new InvalidInputException(
            e.getMessage() + "; " + checkpoints.last() + "; no model is written", e);
      } catch (DeviceFailedException e) {
        sideFiles.write(() -> writeHistory(progress.history()));
        throw new DeviceFailedException(
            e.getMessage() + "; " + checkpoints.last() + "; no model is written", e);
      }
      double seconds = (System.nanoTime() - began) * 1e-9;
      progress.finish();
      Model trained = result.model().withTitles(titles);
      result.paused().ifPresent(checkpoints::offer);
      save(trained, checkpoints);
      sideFiles.write(() -> writeHistory(result.history()));
      if (tensorBoard != null) {
        RatingProfile profile = new RatingProfile(List.of(split.train(), split.validation()));
        sideFiles.write(() -> new ProjectorExport(trained, profile, null).write(tensorBoard));
      }
      checkpoints.finish();
      say(split, result, start.epoch(), seconds, choice, log);
      if (result.stopReason() == StopReason.CANCELLED && out != null) {
        log.println(
            "go on with --resume "
                + out
                + (model.isGiven() ? " --dim " + config.dim() + " in place of --from" : ""));
      }
      return sideFiles.hasFailed() ? SIDE_FILE_FAILED : 0;
    }
  }

  /** Saves the model before anything else, and where --out cannot take it, elsewhere. */
  private void save(Model trained, RunCheckpoints checkpoints) {
    if (out == null) {
      return;
    }
    try {
      ModelFiles.save(out, trained);
      if (exportNpy) {
        ModelFiles.exportNpy(out, trained);
      }
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          e.getMessage() + "; " + Rescue.save(trained) + "; " + checkpoints.last(), e);
    }
  }

  private void say(
      Split split,
      TrainingResult result,
      int firstEpoch,
      double seconds,
      Backends.Choice choice,
      PrintWriter log) {
    TrainingSummary.print(split, result, firstEpoch, seconds, log);
    if (json) {
      String written = out == null ? null : out.toString();
      String trainedOn = choice.backend().description();
      spec.commandLine()
          .getOut()
          .println(Json.of(TrainingFigures.of(split, result, seconds, trainedOn, written)));
    }
    if (out != null) {
      log.println("model written to " + out);
    }
  }

  private PrintWriter console() {
    return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
  }

  /** Finds out before training what would otherwise lose its result. */
  private void requireUsable() {
    input.requireConsistent(spec);
    items.requireConsistent(spec);
    if (out == null && (exportNpy || CheckpointInterval.of(checkpointEvery).isSet())) {
      throw new ParameterException(
          spec.commandLine(), "--export-npy and --checkpoint-every need --out");
    }
    if (resume != null && input.hasInitialFactors()) {
      throw new ParameterException(
          spec.commandLine(), "--resume and --init-user/--init-item exclude each other");
    }
    if (model.isGiven() && (resume != null || input.hasInitialFactors())) {
      throw new ParameterException(
          spec.commandLine(), "--from, --resume and --init-user/--init-item exclude each other");
    }
    Destination.requireFolder("--out", out, OUTPUTS.toArray(String[]::new));
    Destination.requireFolder("--tensorboard", tensorBoard, ProjectorFiles.CONFIG);
    Destination.requireFile("--history", history);
  }

  private void writeHistory(List<EpochReport> reports) {
    if (history != null) {
      HistoryCsv.write(history, reports);
    }
  }
}

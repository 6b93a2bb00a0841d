package io.gravmf.cli.command;

import io.gravmf.backend.Backends;
import io.gravmf.backend.TrainingState;
import io.gravmf.cli.console.Interruption;
import io.gravmf.cli.console.ProgressView;
import io.gravmf.cli.console.TrainingProgress;
import io.gravmf.cli.option.DeviceOptions;
import io.gravmf.cli.option.ItemsOptions;
import io.gravmf.cli.option.TrainingOptions;
import io.gravmf.cli.output.Destination;
import io.gravmf.cli.output.Json;
import io.gravmf.cli.output.ProjectorExport;
import io.gravmf.cli.query.Titles;
import io.gravmf.cli.report.RatingProfile;
import io.gravmf.cli.training.RunIdentity;
import io.gravmf.cli.training.StartingModel;
import io.gravmf.cli.training.TrainingFigures;
import io.gravmf.cli.training.TrainingInput;
import io.gravmf.cli.training.TrainingSummary;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Split;
import io.gravmf.format.ProjectorFiles;
import io.gravmf.model.Checkpoint;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.train.DivergedException;
import io.gravmf.train.HistoryCsv;
import io.gravmf.train.StopReason;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
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
      description = "Write a checkpoint into --out every K epochs.")
  private int checkpointEvery;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Go on from the checkpoint in DIR, to the same bits as without a pause.")
  private Path resume;

  @Option(names = "--json", description = "Print the result as JSON, the rest as errors are.")
  private boolean json;

  @Option(names = "--quiet", description = "Print nothing but errors, and the result with --json.")
  private boolean quiet;

  private List<String> titles;

  @Override
  public Integer call() {
    requireUsable();
    TrainingConfig given = training.config(input.seed(), checkpointEvery, model.load());
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
    String run = RunIdentity.of(split, config);
    TrainingState start = start(split, config, run, log);
    if (start.epoch() >= config.epochs()) {
      throw new InvalidInputException(
          "the checkpoint is at epoch "
              + start.epoch()
              + ", expected before "
              + training.durationOption()
              + " "
              + config.epochs());
    }
    log.println("training on " + DeviceOptions.described(choice));
    return train(split, config, start, choice, run, log);
  }

  private TrainingState start(Split split, TrainingConfig config, String run, PrintWriter log) {
    if (resume != null) {
      return Checkpoint.load(resume, run);
    }
    return model.isGiven() ? model.start(split, config, log) : input.start(split, config);
  }

  private Integer train(
      Split split,
      TrainingConfig config,
      TrainingState start,
      Backends.Choice choice,
      String run,
      PrintWriter log) {
    ProgressView view = quiet ? ProgressView.NONE : ProgressView.of(config, start.epoch(), log);
    try (Interruption interruption = new Interruption();
        TrainingProgress progress =
            new TrainingProgress(config, view, interruption, tensorBoard, checkpoint(run))) {
      long began = System.nanoTime();
      TrainingResult result;
      try {
        result = Trainer.train(split, config, start, choice.backend(), progress);
      } catch (DivergedException e) {
        progress.fail();
        writeHistory(progress);
        throw new InvalidInputException(
            e.getMessage() + "; " + progress.lastCheckpoint() + "; no model is written", e);
      }
      double seconds = (System.nanoTime() - began) * 1e-9;
      progress.finish();
      writeHistory(progress);
      if (out != null) {
        Model trained = result.model().withTitles(titles);
        ModelFiles.save(out, trained);
        if (exportNpy) {
          ModelFiles.exportNpy(out, trained);
        }
        if (result.stopReason() == StopReason.CANCELLED) {
          Checkpoint.save(out, result.state(), run);
        }
      }
      if (tensorBoard != null) {
        RatingProfile profile = new RatingProfile(List.of(split.train(), split.validation()));
        new ProjectorExport(result.model().withTitles(titles), profile, null).write(tensorBoard);
      }
      TrainingSummary.print(split, result, start.epoch(), seconds, log);
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
      if (result.stopReason() == StopReason.CANCELLED && out != null) {
        log.println(
            "go on with --resume "
                + out
                + (model.isGiven() ? " --dim " + config.dim() + " in place of --from" : ""));
      }
      return 0;
    }
  }

  private PrintWriter console() {
    return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
  }

  /** Finds out before training what would otherwise lose its result. */
  private void requireUsable() {
    input.requireConsistent(spec);
    items.requireConsistent(spec);
    if (out == null && (exportNpy || checkpointEvery > 0)) {
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
    Destination.requireFolder(
        "--out",
        out,
        ModelFiles.TENSORS,
        ModelFiles.JSON,
        ModelFiles.USER_NPY,
        ModelFiles.ITEM_NPY,
        Checkpoint.FILE);
    Destination.requireFolder("--tensorboard", tensorBoard, ProjectorFiles.CONFIG);
    Destination.requireFile("--history", history);
  }

  private TrainingProgress.CheckpointSink checkpoint(String run) {
    return state -> {
      Checkpoint.save(out, state, run);
      return out.resolve(Checkpoint.FILE);
    };
  }

  private void writeHistory(TrainingProgress progress) {
    if (history != null) {
      HistoryCsv.write(history, progress.history());
    }
  }
}

package io.gravmf.cli;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Split;
import io.gravmf.model.Checkpoint;
import io.gravmf.model.ModelFiles;
import io.gravmf.train.DivergedException;
import io.gravmf.train.HistoryCsv;
import io.gravmf.train.StopReason;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingResult;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
      "Trains a model. Without --ratings it takes the embedded sample, which is generated.",
      "The defaults are the notebook's. Ctrl-C stops after the epoch, writes the model and",
      "a checkpoint, and ends with exit code 130; a second Ctrl-C ends at once. A loss that",
      "is no longer a finite number stops training with exit code 2."
    },
    footer = {
      "",
      "Example: gravmf train --ratings ml-100k/u.data --dim 100 --epochs 20000 --out model"
    })
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private TrainingInput input;

  @Option(names = "--dim", paramLabel = "D", description = "Factors of each; default: 100.")
  private int dim = 100;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs; default: 20000.")
  private int epochs = 20_000;

  @Option(names = "--lr", paramLabel = "X", description = "AdamW's step size; default: 0.1.")
  private double learningRate = 0.1;

  @Option(names = "--lambda-r", paramLabel = "X", description = "Weight of L2; default: 0.1.")
  private double lambdaR = 0.1;

  @Option(names = "--lambda-g", paramLabel = "X", description = "Weight of gravity; default: 0.1.")
  private double lambdaG = 0.1;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "AdamW's decoupled decay; default: 0.01.")
  private double weightDecay = 0.01;

  @Option(names = "--beta1", paramLabel = "X", description = "AdamW's; default: 0.9.")
  private double beta1 = 0.9;

  @Option(names = "--beta2", paramLabel = "X", description = "AdamW's; default: 0.999.")
  private double beta2 = 0.999;

  @Option(names = "--epsilon", paramLabel = "X", description = "AdamW's; default: 1e-8.")
  private double epsilon = 1e-8;

  @Option(
      names = "--print-every",
      paramLabel = "K",
      description = "Report epochs 0, K, 2K, ... and the last; default: 200.")
  private int printEvery = 200;

  @Option(
      names = "--early-stop",
      paramLabel = "PATIENCE",
      description = {
        "Stop when so many reports in a row have not lowered the validation MSE,",
        "and keep the best factors."
      })
  private int earlyStop;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "auto, cpu, cpu-vector, cpu-plain, cuda or cuda:N; default: auto.")
  private String device = Backends.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads of the CPU; never changes a result; default: all processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--gravity",
      paramLabel = "HOW",
      description = {
        "On a GPU: auto, gram (our kernels), cublas, or dense (every pair, as the notebook);",
        "default: auto."
      })
  private Gravity gravity = Gravity.AUTO;

  @Option(
      names = "--epoch-path",
      paramLabel = "HOW",
      description = {
        "On a GPU: auto (the fastest of the next two, by timing), persistent, graph, stream,",
        "or simple; default: auto."
      })
  private EpochPath epochPath = EpochPath.AUTO;

  @Option(names = "--out", paramLabel = "DIR", description = "Write the model there.")
  private Path out;

  @Option(names = "--export-npy", description = "Write the factors as .npy into --out as well.")
  private boolean exportNpy;

  @Option(names = "--history", paramLabel = "FILE", description = "Write the reports as CSV.")
  private Path history;

  @Option(names = "--tensorboard", paramLabel = "DIR", description = "Write TensorBoard events.")
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

  @Option(names = "--quiet", description = "Print nothing but errors.")
  private boolean quiet;

  @Override
  public Integer call() {
    requireUsable();
    TrainingConfig config = config();
    Backends.Choice choice;
    try {
      choice = Backends.choose(device, new BackendOptions(threads, gravity, epochPath));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
    PrintWriter log = quiet ? new PrintWriter(java.io.Writer.nullWriter()) : console();
    Split split = input.split(config.seed(), log);
    String run = RunIdentity.of(split, config);
    TrainingState start =
        resume == null ? input.start(split, config) : Checkpoint.load(resume, run);
    if (start.epoch() >= epochs) {
      throw new InvalidInputException(
          "the checkpoint is at epoch " + start.epoch() + ", expected before --epochs " + epochs);
    }
    log.println("training on " + choice.reason());
    return train(split, config, start, choice, run, log);
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
        progress.finish();
        writeHistory(progress);
        throw new InvalidInputException(
            e.getMessage() + "; " + progress.lastCheckpoint() + "; no model is written", e);
      }
      double seconds = (System.nanoTime() - began) * 1e-9;
      progress.finish();
      writeHistory(progress);
      if (out != null) {
        ModelFiles.save(out, result.model());
        if (exportNpy) {
          ModelFiles.exportNpy(out, result.model());
        }
        if (result.stopReason() == StopReason.CANCELLED) {
          Checkpoint.save(out, result.state(), run);
        }
      }
      TrainingSummary.print(split, result, start.epoch(), seconds, log);
      if (out != null) {
        log.println("model written to " + out);
      }
      if (result.stopReason() == StopReason.CANCELLED && out != null) {
        log.println("go on with --resume " + out);
      }
      return 0;
    }
  }

  private PrintWriter console() {
    return spec.commandLine().getOut();
  }

  private TrainingConfig config() {
    try {
      return TrainingConfig.builder()
          .dim(dim)
          .epochs(epochs)
          .learningRate(learningRate)
          .beta1(beta1)
          .beta2(beta2)
          .epsilon(epsilon)
          .weightDecay(weightDecay)
          .lambdaR(lambdaR)
          .lambdaG(lambdaG)
          .seed(input.seed())
          .reportEvery(printEvery)
          .earlyStopPatience(earlyStop)
          .checkpointEvery(checkpointEvery)
          .build();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }

  /** Finds out before training what would otherwise lose its result. */
  private void requireUsable() {
    input.requireConsistent(spec);
    if (out == null && (exportNpy || checkpointEvery > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--export-npy and --checkpoint-every need --out");
    }
    if (resume != null && input.hasInitialFactors()) {
      throw new ParameterException(
          spec.commandLine(), "--resume and --init-user/--init-item exclude each other");
    }
    requireWritableFolder("--out", out);
    requireWritableFolder("--tensorboard", tensorBoard);
    if (history != null) {
      if (Files.isDirectory(history)) {
        throw new InvalidInputException("--history: " + history + " is a directory");
      }
      requireWritableFolder("--history", history.toAbsolutePath().getParent());
    }
  }

  private static void requireWritableFolder(String option, Path folder) {
    if (folder == null) {
      return;
    }
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new InvalidInputException(option + ": " + existing + " is not a directory");
    }
    if (!Files.isWritable(existing)) {
      throw new InvalidInputException(option + ": " + existing + " is not writable");
    }
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

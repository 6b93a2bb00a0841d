package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.TrainingConfig;
import picocli.CommandLine.Option;

/** The objective, the optimiser, and how long to train; the defaults are the notebook's. */
public final class TrainingOptions {

  private static final int REPORT_EVERY = 200;

  /** A line of fewer points says little. */
  private static final int POINTS = 50;

  /** So many rows of a table can be taken in. */
  private static final int ROWS = 10;

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
      description = {
        "Report epochs 0, K, 2K, ... and the last; default: 200. The report command takes",
        "fewer for short runs, so that 50 points are drawn, and prints some ten of them."
      })
  private Integer printEvery;

  @Option(
      names = "--early-stop",
      paramLabel = "PATIENCE",
      description = {
        "Stop when so many reports in a row have not lowered the validation MSE,",
        "and keep the best factors."
      })
  private int earlyStop;

  /** Returns how to train, for the engine. */
  public TrainingConfig config(long seed, int checkpointEvery) {
    return config(seed, checkpointEvery, REPORT_EVERY);
  }

  /**
   * Returns how to train where the reports become a plot: so often that it has 50 points, unless
   * there are fewer epochs, or somebody says how often. Early stopping counts reports, so then they
   * are those that it has elsewhere.
   */
  public TrainingConfig plotted(long seed) {
    int every = Math.max(1, Math.min(REPORT_EVERY, epochs / POINTS));
    return config(seed, 0, earlyStop > 0 ? REPORT_EVERY : every);
  }

  /** Returns every how many epochs a report is printed, where not all need be. */
  public int shownEvery(TrainingConfig config) {
    int every = config.reportEvery();
    int reports = config.epochs() / every;
    return printEvery != null || reports <= ROWS ? every : every * ((reports + ROWS - 1) / ROWS);
  }

  private TrainingConfig config(long seed, int checkpointEvery, int reportEvery) {
    try {
      return TrainingConfig.builder()
          .dim(dim)
          .epochs(epochs)
          .objective(Objective.ofWeights(lambdaR, lambdaG))
          .optimizer(new Optimizer.AdamW(learningRate, beta1, beta2, epsilon, weightDecay))
          .seed(seed)
          .reportEvery(printEvery == null ? reportEvery : printEvery)
          .earlyStopPatience(earlyStop)
          .checkpointEvery(checkpointEvery)
          .build();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }
}

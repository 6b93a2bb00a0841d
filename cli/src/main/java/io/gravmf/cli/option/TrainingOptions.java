package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.TrainingConfig;
import picocli.CommandLine.Option;

/** The objective, the optimiser, and how long to train; the defaults are the notebook's. */
public final class TrainingOptions {

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

  /** Returns how to train, for the engine. */
  public TrainingConfig config(long seed, int checkpointEvery) {
    try {
      return TrainingConfig.builder()
          .dim(dim)
          .epochs(epochs)
          .objective(Objective.ofWeights(lambdaR, lambdaG))
          .optimizer(new Optimizer.AdamW(learningRate, beta1, beta2, epsilon, weightDecay))
          .seed(seed)
          .reportEvery(printEvery)
          .earlyStopPatience(earlyStop)
          .checkpointEvery(checkpointEvery)
          .build();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }
}

package io.gravmf.bench.run;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.bench.result.RmseCurve;
import io.gravmf.data.Split;
import io.gravmf.model.Provenance;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.InitialFactors;
import io.gravmf.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains from a cold start and notes the validation RMSE against the time: what a person waits for.
 * The time begins where the ratings are in memory and includes what the backend makes of them, and
 * just-in-time compilation.
 */
final class TimeToRmse {

  /** Chosen by the lowest validation RMSE on ml-100k among d = 8, 16, 32 and six weights. */
  static final int DIM = 8;

  static final double LAMBDA_R = 0.15;
  static final double LAMBDA_G = 0.01;
  static final double LEARNING_RATE = 0.1;
  static final int EPOCHS = 300;
  static final int EPOCHS_OF_POINT = 10;

  private TimeToRmse() {}

  /**
   * Trains.
   *
   * @param state whether the JVM has trained before, in words
   */
  static RmseCurve run(Split split, String data, String device, String state) {
    TrainingConfig config =
        TrainingConfig.builder()
            .dim(DIM)
            .epochs(EPOCHS)
            .objective(Objective.ofWeights(LAMBDA_R, LAMBDA_G))
            .optimizer(Optimizer.AdamW.NOTEBOOK.withLearningRate(LEARNING_RATE))
            .build();
    Backend backend = Backends.choose(device, BackendOptions.defaults()).backend();
    Problem problem =
        new Problem(
            split,
            config.objective(),
            config.optimizer(),
            InitialFactors.normal(split.train().userCount(), split.train().itemCount(), DIM, 1));
    List<Double> seconds = new ArrayList<>();
    List<Double> rmse = new ArrayList<>();
    long started = System.nanoTime();
    try (TrainingSession session = backend.open(problem)) {
      while (session.epoch() < EPOCHS) {
        session.run(EPOCHS_OF_POINT, () -> false);
        seconds.add(1e-9 * (System.nanoTime() - started));
        rmse.add(Math.sqrt(session.validate().mse()));
      }
    }
    return new RmseCurve(
        "gravmf " + backend.name() + ", " + state,
        Provenance.softwareVersion(),
        data,
        settings(),
        seconds,
        rmse);
  }

  /** Returns the settings in words that peers with the same algorithm repeat. */
  static String settings() {
    return "d = "
        + DIM
        + ", lambda-r "
        + LAMBDA_R
        + ", lambda-g "
        + LAMBDA_G
        + ", lr "
        + LEARNING_RATE;
  }
}

package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.SharedData;
import io.gravmf.backend.Backend;
import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.format.Npy;
import io.gravmf.objective.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Trajectories that PyTorch computed in float64, and whether a training follows them. */
public final class Goldens {

  private Goldens() {}

  /** Trains a golden's model from its factors and its split; a report each epoch. */
  public static TrainingResult train(Path golden, Backend backend, int dim, int epochs) {
    return train(golden, backend, dim, epochs, Optimizer.AdamW.NOTEBOOK);
  }

  /** The same by another optimiser. */
  public static TrainingResult train(
      Path golden, Backend backend, int dim, int epochs, Optimizer optimizer) {
    Path data = SharedData.require("data/ml-100k/u.data");
    Ratings ratings = RatingsReader.read(data, ReadOptions.DEFAULT).ratings();
    int[] permutation = Npy.readIntVector(golden.resolve("permutation.npy"));
    Split split = Splits.byPermutation(ratings, 0.8, permutation);
    TrainingState start =
        TrainingState.initial(
            Npy.readMatrix(golden.resolve("init_user.npy")),
            Npy.readMatrix(golden.resolve("init_movie.npy")));
    TrainingConfig config =
        TrainingConfig.builder()
            .dim(dim)
            .epochs(epochs)
            .reportEvery(1)
            .optimizer(optimizer)
            .build();
    return Trainer.train(split, config, start, backend, TrainingListener.NONE);
  }

  /**
   * Checks the reports of all epochs that a golden's trajectory has.
   *
   * @param atLeast how many these should be
   */
  public static void assertFollows(List<EpochReport> history, Path golden, int atLeast)
      throws IOException {
    int compared = 0;
    for (String line : Files.readAllLines(golden.resolve("trajectory.csv"))) {
      String[] columns = line.split(",", -1);
      if (columns[0].equals("epoch") || Integer.parseInt(columns[0]) >= history.size()) {
        continue;
      }
      EpochReport report = history.get(Integer.parseInt(columns[0]));
      double[] expected = new double[8];
      for (int k = 0; k < 8; k++) {
        expected[k] = Double.parseDouble(columns[k + 1]);
      }
      assertFollows(report.epoch(), "train", report.train(), expected, 0);
      assertFollows(report.epoch(), "validation", report.validation().orElseThrow(), expected, 4);
      compared++;
    }
    assertThat(compared).isGreaterThanOrEqualTo(atLeast);
  }

  private static void assertFollows(
      int epoch, String part, Loss loss, double[] expected, int from) {
    double[] found = {loss.mse(), loss.l2(), loss.gravity(), loss.total()};
    double totals = epoch <= 400 ? 1e-5 : epoch <= 3000 ? 1e-3 : 5e-3;
    for (int k = 0; k < found.length; k++) {
      if (epoch <= 400 || k == 3) {
        assertThat(Math.abs(found[k] / expected[from + k] - 1))
            .as("epoch %d, %s, column %d", epoch, part, k)
            .isLessThan(totals);
      }
    }
  }

  /** Checks the factors at the end of a golden. */
  public static void assertEndsWith(TrainingState state, Path golden) {
    assertClose(state.users().factors(), Npy.readMatrix(golden.resolve("final_user.npy")));
    assertClose(state.items().factors(), Npy.readMatrix(golden.resolve("final_movie.npy")));
  }

  private static void assertClose(FloatMatrix found, FloatMatrix expected) {
    double difference = 0;
    double norm = 0;
    for (int k = 0; k < expected.values().length; k++) {
      double e = expected.values()[k];
      difference += Math.pow(found.values()[k] - e, 2);
      norm += e * e;
    }
    assertThat(Math.sqrt(difference / norm)).isLessThan(1e-5);
  }
}

package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.SharedData;
import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.format.Npy;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sweeps from the notebook's own factors, against what NumPy computes in float64. {@code
 * -Dgravmf.golden.cuda.sweeps=20} goes on to that sweep.
 */
@OnEmulatedDevice
class CudaSweepGoldenTest {

  private static final int SWEEPS = Integer.getInteger("gravmf.golden.cuda.sweeps", 1);

  /** Sweep to total, training MSE and validation MSE. */
  private static final Map<Integer, double[]> TABLE =
      Map.of(
          1, new double[] {0.98664, 0.72991, 1.1381},
          5, new double[] {0.62125, 0.18998, 0.9614},
          10, new double[] {0.61535, 0.18142, 0.9551},
          20, new double[] {0.61400, 0.17889, 0.9541});

  /** The notebook's ratings, split and first factors. */
  static Problem problem(Path golden, Objective objective, Optimizer optimizer) {
    Ratings ratings =
        RatingsReader.read(SharedData.require("data/ml-100k/u.data"), ReadOptions.DEFAULT)
            .ratings();
    Split split =
        Splits.byPermutation(ratings, 0.8, Npy.readIntVector(golden.resolve("permutation.npy")));
    TrainingState start =
        TrainingState.initial(
            Npy.readMatrix(golden.resolve("init_user.npy")),
            Npy.readMatrix(golden.resolve("init_movie.npy")));
    return new Problem(
        split, objective, optimizer, objective.hasBiases() ? start.withBiases() : start);
  }

  @Test
  void theNotebooksModelFollowsNumPy() {
    Problem problem =
        problem(
            SharedData.require("golden/notebook-d100"),
            Objective.NOTEBOOK,
            new Optimizer.LeastSquares());
    int compared = 0;
    try (TrainingSession session = Training.backend(Training.by(EpochPath.STREAM)).open(problem)) {
      for (int sweep = 1; sweep <= SWEEPS; sweep++) {
        Loss loss = session.run(1, () -> false)[0];
        double[] expected = TABLE.get(sweep);
        if (expected != null) {
          assertClose(loss.total(), expected[0]);
          assertClose(loss.mse(), expected[1]);
          assertClose(session.validate().mse(), expected[2]);
          compared++;
        }
      }
      assertThat(session.deviceTime().orElseThrow().path()).isEqualTo("stream");
    }
    assertThat(compared).isPositive();
  }

  static List<Optimizer> optimizers() {
    return List.of(new Optimizer.LeastSquares(), new Optimizer.ConjugateGradients(3));
  }

  /** With every part of the family of objectives. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void smallModelsFollowTheCpu(Optimizer optimizer) {
    Problem problem =
        problem(SharedData.require("golden/small-d8"), Training.objectives().get(4), optimizer);
    Backend cpu = Backends.choose("cpu-plain", new BackendOptions(2)).backend();
    try (TrainingSession expected = cpu.open(problem);
        TrainingSession found = Training.backend(Training.by(EpochPath.GRAPH)).open(problem)) {
      Loss[] losses = expected.run(2, () -> false);
      Loss[] ours = found.run(2, () -> false);
      for (int sweep = 0; sweep < losses.length; sweep++) {
        assertClose(ours[sweep].mse(), losses[sweep].mse());
        assertClose(ours[sweep].l2(), losses[sweep].l2());
        // A millionth of the objective here, and a product of both sides' roundings.
        assertThat(ours[sweep].gravity())
            .isCloseTo(losses[sweep].gravity(), within(2e-3 * losses[sweep].gravity()));
      }
      assertClose(found.validate().total(), expected.validate().total());
    }
  }

  private static void assertClose(double found, double expected) {
    assertThat(found).isCloseTo(expected, within(2e-4 * expected));
  }
}

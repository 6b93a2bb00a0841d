package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.SharedData;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.objective.Optimizer;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sweeps from a golden's factors, on its split, beside those that NumPy computed in float64. */
class GoldenSweepsTest {

  /** Sweep, total, training MSE, validation MSE. */
  private static final double[][] TABLE = {
    {1, 0.98664, 0.72991, 1.1381},
    {5, 0.62125, 0.18998, 0.9614},
    {10, 0.61535, 0.18142, 0.9551},
    {20, 0.61400, 0.17889, 0.9541},
    {60, 0.61367, 0.17806, 0.9533}
  };

  /** PyTorch's total after 20 000 epochs of AdamW. */
  private static final double ADAMW = 0.61406;

  @ParameterizedTest
  @CsvSource({"cpu-plain, 20", "cpu-vector, 60"})
  void theNotebooksModelFollowsNumPy(String device, int sweeps) {
    Path golden = SharedData.require("golden/notebook-d100");
    TrainingResult result =
        Goldens.train(
            golden,
            Backends.choose(device, new BackendOptions(2)).backend(),
            100,
            sweeps,
            new Optimizer.LeastSquares());
    for (double[] row : TABLE) {
      if (row[0] <= sweeps) {
        EpochReport report = result.history().get((int) row[0] - 1);
        assertThat(report.train().total()).isCloseTo(row[1], within(2e-4 * row[1]));
        assertThat(report.train().mse()).isCloseTo(row[2], within(2e-4 * row[2]));
        assertThat(report.validation().orElseThrow().mse())
            .isCloseTo(row[3], within(2e-4 * row[3]));
      }
    }
    assertThat(result.history().get(sweeps - 1).train().total()).isLessThan(ADAMW);
  }
}

package io.gravmf.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.SharedData;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.format.Npy;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import io.gravmf.train.TrainingResult;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cluster's sweeps beside those of one machine, from the same factors. */
class SingleMachineTest {

  private static final int SWEEPS = 5;

  @ParameterizedTest
  @CsvSource({"plain, 1, 3", "vector, 3, 1", "vector, 8, 5"})
  void theGoldensSweepsAreTheSingleMachinesBits(String kernels, int blocks, int slices) {
    Path golden = SharedData.require("golden/notebook-d100");
    Path data = SharedData.require("data/ml-100k/u.data");
    Ratings ratings = RatingsReader.read(data, ReadOptions.DEFAULT).ratings();
    int[] permutation = Npy.readIntVector(golden.resolve("permutation.npy"));
    Split split = Splits.byPermutation(ratings, 0.8, permutation);
    TrainingState start =
        TrainingState.initial(
            Npy.readMatrix(golden.resolve("init_user.npy")),
            Npy.readMatrix(golden.resolve("init_movie.npy")));
    assertSame(split, Objective.NOTEBOOK, start, kernels, blocks, slices);
  }

  private static void assertSame(
      Split split,
      Objective objective,
      TrainingState start,
      String kernels,
      int blocks,
      int slices) {
    Optimizer optimizer = new Optimizer.LeastSquares();
    TrainingConfig config =
        TrainingConfig.builder()
            .dim(start.dim())
            .epochs(SWEEPS)
            .reportEvery(1)
            .objective(objective)
            .optimizer(optimizer)
            .build();
    TrainingResult expected =
        Trainer.train(
            split,
            config,
            start,
            Backends.choose("cpu-" + kernels, new BackendOptions(2)).backend(),
            TrainingListener.NONE);
    CoreRun found =
        CoreRun.of(split.train(), objective, optimizer, start, SWEEPS, kernels, blocks, slices);
    for (int k = 0; k < SWEEPS; k++) {
      Loss loss = found.reports().get(k).loss();
      Loss same = expected.history().get(k).train();
      assertThat(loss.mse()).isCloseTo(same.mse(), within(1e-13 * same.mse()));
      assertThat(loss.l2()).isCloseTo(same.l2(), within(1e-13 * same.l2()));
      assertThat(loss.gravity()).isCloseTo(same.gravity(), within(1e-13 * same.gravity()));
    }
    assertThat(found.users()).isEqualTo(expected.state().users().factors().values());
    assertThat(found.items()).isEqualTo(expected.state().items().factors().values());
  }
}

package io.gravmf.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.SharedData;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.Ratings;
import io.gravmf.data.RatingsBuilder;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.format.Npy;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import io.gravmf.train.InitialFactors;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import io.gravmf.train.TrainingResult;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The cluster's sweeps beside those of one machine, from the same factors. */
class SingleMachineTest {

  private static final int SWEEPS = 4;

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
    assertSame(
        split, Objective.NOTEBOOK, new Optimizer.LeastSquares(), start, kernels, blocks, slices);
  }

  static List<Arguments> objectives() {
    Penalty even = Penalty.uniform(0.1);
    Penalty byCount = new Penalty(0.08, 0.5, 0);
    Optional<BiasPenalty> biases = Optional.of(new BiasPenalty(0.02, 0.03));
    Objective all =
        new Objective(new Targets.Explicit(), byCount, Penalty.uniform(0.2), biases, 0.1);
    Objective implicit =
        new Objective(new Targets.Implicit(0.7), byCount, byCount, Optional.empty(), 30);
    Objective plain = new Objective(new Targets.Explicit(), even, even, Optional.empty(), 0);
    Optimizer als = new Optimizer.LeastSquares();
    Optimizer adamw = Optimizer.AdamW.NOTEBOOK.withLearningRate(0.05);
    return List.of(
        Arguments.of(als, all),
        Arguments.of(als, implicit),
        Arguments.of(als, plain),
        Arguments.of(new Optimizer.ConjugateGradients(3), all),
        Arguments.of(adamw, all),
        Arguments.of(adamw, implicit));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void everyPartOfTheObjectiveIsTheSingleMachines(Optimizer optimizer, Objective objective) {
    Ratings ratings = popular(700, 300, 12_000);
    Split split = Splits.random(ratings, 0.9, 1);
    TrainingState start = InitialFactors.normal(ratings.userCount(), ratings.itemCount(), 17, 3);
    assertSame(
        split,
        objective,
        optimizer,
        objective.hasBiases() ? start.withBiases() : start,
        "vector",
        4,
        2);
  }

  /** Returns ratings, no pair twice, some of popular users and items and some of rare ones. */
  static Ratings popular(int users, int items, int count) {
    Random random = new Random(4);
    RatingsBuilder builder = new RatingsBuilder();
    // One machine takes the ratings of a pair in the order of the file, which a cluster has not.
    Set<Integer> pairs = new HashSet<>();
    for (int k = 0; k < count; k++) {
      // Squares: popular users and items, and some that have a rating or two.
      int user = (int) (users * Math.pow(random.nextDouble(), 2));
      int item = (int) (items * Math.pow(random.nextDouble(), 2));
      if (!pairs.add(user * items + item)) {
        continue;
      }
      builder.add(Integer.toString(user), Integer.toString(item), 1 + random.nextInt(9) / 2f);
    }
    return builder.build();
  }

  static void assertSame(
      Split split,
      Objective objective,
      Optimizer optimizer,
      TrainingState start,
      String kernels,
      int blocks,
      int slices) {
    boolean exact = optimizer instanceof Optimizer.LeastSquares;
    double tolerance = exact ? 1e-13 : 1e-5;
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
        CoreRun.of(
            split.train(), objective, optimizer, start, SWEEPS, kernels, Gpus.CPU, blocks, slices);
    for (int k = 0; k < SWEEPS; k++) {
      Loss loss = found.reports().get(k).loss();
      Loss same = expected.history().get(k).train();
      assertThat(loss.mse()).isCloseTo(same.mse(), within(tolerance * same.mse()));
      assertThat(loss.l2()).isCloseTo(same.l2(), within(tolerance * same.l2()));
      assertThat(loss.gravity()).isCloseTo(same.gravity(), within(tolerance * same.gravity()));
    }
    if (!exact) {
      return;
    }
    assertThat(found.users()).isEqualTo(expected.state().users().factors().values());
    assertThat(found.items()).isEqualTo(expected.state().items().factors().values());
  }
}

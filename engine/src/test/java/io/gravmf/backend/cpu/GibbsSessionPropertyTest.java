package io.gravmf.backend.cpu;

import static io.gravmf.backend.StateAssertions.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.features.SideInformation;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.random.RowNormals;
import io.gravmf.random.Stream;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Sweeps of sampling: what their bits depend on, and what they do not. */
class GibbsSessionPropertyTest {

  private static final int SWEEPS = 6;

  private static Problem problem(int n, int m, int ratings, int d, int indicators, long seed) {
    Problem any = RandomProblems.of(n, m, ratings, d, Objective.SAMPLED, seed);
    return new Problem(
        any.split(),
        any.objective(),
        new Optimizer.Gibbs(
            SWEEPS, 2, 3, indicators, new Hyperpriors(2, 0, 1, 1, 1, seed % 2 == 0 ? 0 : 3), seed),
        any.start(),
        new SideInformation(Optional.empty(), Optional.of(features(m))));
  }

  private static FloatMatrix features(int rows) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, 3);
    float[] row = new float[3];
    for (int i = 0; i < rows; i++) {
      new RowNormals(1, Stream.SKETCH).fill(0, i, 3, row);
      System.arraycopy(row, 0, matrix.values(), i * 3, 3);
    }
    return matrix;
  }

  private static TrainingSession open(Problem problem, boolean vector, int threads) {
    return new CpuBackendProvider()
        .create(vector ? "cpu-vector" : "cpu-plain", new BackendOptions(threads))
        .open(problem);
  }

  private static void assertSame(TrainingState found, TrainingState expected) {
    assertSameBits(found, expected);
    assertThat(values(found)).isDeepEqualTo(values(expected));
  }

  private static float[][] values(TrainingState state) {
    var chain = state.chain().orElseThrow();
    return new float[][] {
      chain.userWeights().values(),
      chain.itemWeights().values(),
      chain.userDraws().values(),
      chain.itemDraws().values(),
      chain.noise().values(),
      chain.userNoise().values(),
      chain.validation().values()
    };
  }

  @Property(tries = 12)
  void threadsAndPausesChangeNoBit(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 90) int n,
      @ForAll @IntRange(min = 1, max = 150) int m,
      @ForAll @IntRange(min = 10, max = 2500) int ratings,
      @ForAll @IntRange(min = 1, max = 20) int d,
      @ForAll @IntRange(min = 0, max = 6) int indicators,
      @ForAll @IntRange(min = 0, max = SWEEPS) int pause,
      @ForAll long seed) {
    Problem problem = problem(n, m, ratings, d, indicators, seed);
    TrainingState expected;
    Loss[] losses;
    Loss validation;
    try (TrainingSession session = open(problem, vector, 1)) {
      losses = session.run(SWEEPS, () -> false);
      validation = session.validate();
      expected = session.state();
    }
    for (int threads : new int[] {2, 7}) {
      TrainingState paused;
      try (TrainingSession session = open(problem, vector, threads)) {
        assertThat(session.run(pause, () -> false)).isEqualTo(Arrays.copyOf(losses, pause));
        paused = session.state();
      }
      Problem rest =
          new Problem(
              problem.split(),
              problem.objective(),
              problem.optimizer(),
              paused,
              problem.information());
      try (TrainingSession session = open(rest, vector, threads)) {
        assertThat(session.run(SWEEPS - pause, () -> false))
            .isEqualTo(Arrays.copyOfRange(losses, pause, SWEEPS));
        assertThat(session.validate()).isEqualTo(validation);
        assertSame(session.state(), expected);
      }
    }
  }

  /** Held-out pairs are neither features nor anything else that training sees. */
  @Property(tries = 12)
  void heldOutRatingsChangeNoBitOfTraining(
      @ForAll @IntRange(min = 5, max = 40) int n,
      @ForAll @IntRange(min = 5, max = 60) int m,
      @ForAll @IntRange(min = 100, max = 1500) int ratings,
      @ForAll @IntRange(min = 1, max = 6) int indicators,
      @ForAll long seed) {
    Problem problem = problem(n, m, ratings, 4, indicators, seed);
    Ratings held = problem.split().validation();
    int size = held.size();
    int[] otherUsers = new int[size];
    int[] otherItems = new int[size];
    float[] otherValues = new float[size];
    for (int k = 0; k < size; k++) {
      otherUsers[k] = (held.users()[size - 1 - k] + 1) % n;
      otherItems[k] = (held.items()[k] + 2) % m;
      otherValues[k] = 6 - held.values()[k];
    }
    Ratings train = problem.split().train();
    Ratings other =
        new Ratings(otherUsers, otherItems, otherValues, null, train.userIds(), train.itemIds());
    Problem leaking =
        new Problem(
            new Split(train, other, "another"),
            problem.objective(),
            problem.optimizer(),
            problem.start(),
            problem.information());
    try (TrainingSession session = open(problem, true, 2);
        TrainingSession second = open(leaking, true, 2)) {
      session.run(SWEEPS, () -> false);
      second.run(SWEEPS, () -> false);
      assertSameBits(second.state(), session.state());
      float[][] expected = values(session.state());
      float[][] found = values(second.state());
      assertThat(Arrays.copyOf(found, 6)).isDeepEqualTo(Arrays.copyOf(expected, 6));
      assertThat(found[6]).isNotEqualTo(expected[6]);
    }
  }

  /** The printed loss is that of the predictions' average. */
  @Property(tries = 8)
  void validationIsOfTheAverageOfTheDrawsThatCount(@ForAll long seed) {
    Problem problem = problem(20, 30, 400, 3, 2, seed);
    Ratings held = problem.split().validation();
    double[] sums = new double[held.size()];
    try (TrainingSession session = open(problem, false, 1)) {
      for (int sweep = 1; sweep <= SWEEPS; sweep++) {
        session.run(1, () -> false);
        TrainingState state = session.state();
        double mse = 0;
        for (int k = 0; k < held.size(); k++) {
          double prediction = prediction(state, held.users()[k], held.items()[k]);
          sums[k] += sweep > 2 ? prediction : 0;
          double average = sweep > 2 ? sums[k] / (sweep - 2) : prediction;
          double error = problem.mean() + average - held.values()[k];
          mse += error * error / held.size();
        }
        assertThat(session.validate().mse())
            .isCloseTo(mse, org.assertj.core.data.Percentage.withPercentage(0.02));
      }
      assertThat(session.state().chain().orElseThrow().draws()).isEqualTo(3);
    }
  }

  private static double prediction(TrainingState state, int user, int item) {
    FloatMatrix u = state.users().factors();
    FloatMatrix v = state.items().factors();
    int d = state.dim();
    double sum = u.get(user, d) + v.get(item, d);
    for (int k = 0; k < d; k++) {
      sum += (double) u.get(user, k) * v.get(item, k);
    }
    return sum;
  }
}

package io.gravmf.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Chain;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Split;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.Arrays;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posteriors of data that the model itself has drawn. */
class GibbsCalibrationTest {

  /** Enough to be told from 0, and with moments. */
  private static Hyperpriors prior(double userNoise) {
    return new Hyperpriors(4, 6, 0.25, 6, 4, userNoise);
  }

  private static Chain sample(
      Split split, int dim, int sweeps, int burnIn, int draws, Hyperpriors prior, long seed) {
    int n = split.train().userCount();
    int m = split.train().itemCount();
    TrainingState start =
        TrainingState.initial(FloatMatrix.zeros(n, dim), FloatMatrix.zeros(m, dim)).withBiases();
    Optimizer.Gibbs sampler = new Optimizer.Gibbs(sweeps, burnIn, draws, 0, prior, seed);
    try (TrainingSession session =
        new CpuBackendProvider()
            .create("cpu-plain", new BackendOptions(1))
            .open(new Problem(split, Objective.SAMPLED, sampler, start))) {
      session.run(sweeps, () -> false);
      return session.state().chain().orElseThrow();
    }
  }

  private static double prediction(Chain chain, int draw, int dim, int user, int item) {
    int from = draw * (dim + 1);
    double sum = chain.userDraws().get(user, from + dim) + chain.itemDraws().get(item, from + dim);
    for (int k = from; k < from + dim; k++) {
      sum += (double) chain.userDraws().get(user, k) * chain.itemDraws().get(item, k);
    }
    return sum;
  }

  /**
   * 90 % intervals of predictions hold the truth in 85 to 95 % of the pairs that were not rated.
   */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 0", "4, 1.5"})
  void intervalsCoverTheTruth(long seed, double userNoise) {
    Hyperpriors prior = prior(userNoise);
    int dim = 3;
    int draws = 120;
    DrawnWorld world = DrawnWorld.draw(100, 80, dim, 0.35, prior, seed);
    Chain chain = sample(world.split(), dim, 700, 100, draws, prior, seed);
    double mean = world.split().train().mean();
    int covered = 0;
    int pairs = 0;
    double[] predictions = new double[draws];
    for (int user = 0; user < 100; user++) {
      for (int item = 0; item < 80; item++) {
        if (world.isRated(user, item)) {
          continue;
        }
        for (int s = 0; s < draws; s++) {
          predictions[s] = mean + prediction(chain, s, dim, user, item);
        }
        Arrays.sort(predictions);
        double truth = world.truth(user, item);
        covered += truth >= predictions[6] && truth <= predictions[draws - 7] ? 1 : 0;
        pairs++;
      }
    }
    assertThat((double) covered / pairs).isBetween(0.85, 0.95);
  }

  /**
   * Simulation-based calibration (Talts et al. 2018, "Validating Bayesian Inference Algorithms with
   * Simulation-Based Calibration"): the rank of the truth among independent draws is uniform. Only
   * worlds whose ratings' mean is next to 0 are taken, because training takes that mean off; a
   * choice by the data leaves ranks uniform.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 2})
  void ranksOfTheTruthAreUniform(double userNoise) {
    Hyperpriors prior = prior(userNoise);
    int dim = 2;
    int draws = 9;
    int worlds = 400;
    long[] noiseRanks = new long[draws + 1];
    long[] pairRanks = new long[draws + 1];
    long[] sizeRanks = new long[draws + 1];
    for (int k = 0; k < worlds; k++) {
      DrawnWorld world = DrawnWorld.centred(6, 5, dim, 0.7, prior, 1000 + k);
      Chain chain = sample(world.split(), dim, 330, 60, draws, prior, k);
      int[] pair = world.unrated();
      int noise = 0;
      int prediction = 0;
      int size = 0;
      for (int s = 0; s < draws; s++) {
        noise += chain.noise().get(0, s) < world.noise() ? 1 : 0;
        prediction +=
            prediction(chain, s, dim, pair[0], pair[1]) < world.truth(pair[0], pair[1]) ? 1 : 0;
        size += spread(chain, s, dim) < world.spread() ? 1 : 0;
      }
      noiseRanks[noise]++;
      pairRanks[prediction]++;
      sizeRanks[size]++;
    }
    double[] expected = new double[draws + 1];
    Arrays.fill(expected, (double) worlds / (draws + 1));
    ChiSquareTest test = new ChiSquareTest();
    assertThat(test.chiSquareTest(expected, noiseRanks)).as("noise").isGreaterThan(0.01);
    assertThat(test.chiSquareTest(expected, pairRanks)).as("prediction").isGreaterThan(0.01);
    assertThat(test.chiSquareTest(expected, sizeRanks)).as("size").isGreaterThan(0.01);
  }

  /** The sum of the squares of all u.v, which no turn of the factors changes. */
  private static double spread(Chain chain, int draw, int dim) {
    int from = draw * (dim + 1);
    double sum = 0;
    for (int user = 0; user < chain.userDraws().rows(); user++) {
      for (int item = 0; item < chain.itemDraws().rows(); item++) {
        double product = 0;
        for (int k = from; k < from + dim; k++) {
          product += (double) chain.userDraws().get(user, k) * chain.itemDraws().get(item, k);
        }
        sum += product * product;
      }
    }
    return sum;
  }
}

package io.gravmf.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * With {@code implicitPrefs} MLlib's objective is minimised. It is written out here as Hu, Koren
 * &amp; Volinsky 2008 have it, over all pairs, in float64: c (p - x.y)², where a known pair has p =
 * 1 and c = 1 + alpha r, and an unknown one p = 0 and c = 1.
 */
class ImplicitObjectiveTest {

  private static final int USERS = 40;
  private static final int ITEMS = 25;
  private static final int RANK = 5;
  private static final double LAMBDA = 0.05;

  private static final double[][] RATINGS = new double[USERS][ITEMS];
  private static Dataset<Row> frame;

  @BeforeAll
  static void draw() {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        // From a rating or two to nearly all.
        if (random.nextInt(USERS) <= user || item == user % ITEMS) {
          RATINGS[user][item] = (1 + random.nextInt(9)) / 2.0;
          rows.add(RowFactory.create(user, item, (float) RATINGS[user][item]));
        }
      }
    }
    frame =
        LocalSpark.session()
            .createDataFrame(rows, LocalSpark.ratingColumns())
            .repartition(2)
            .cache();
  }

  private static GravityMF gravmf(double alpha, int sweeps) {
    return new GravityMF()
        .setRank(RANK)
        .setMaxIter(sweeps)
        .setRegParam(LAMBDA)
        .setImplicitPrefs(true)
        .setAlpha(alpha)
        .setNumBlocks(2)
        .setSeed(1);
  }

  private static ALSModel mllib(double alpha, int sweeps) {
    return new ALS()
        .setRank(RANK)
        .setMaxIter(sweeps)
        .setRegParam(LAMBDA)
        .setImplicitPrefs(true)
        .setAlpha(alpha)
        .setNumBlocks(2)
        .setSeed(1)
        .fit(frame);
  }

  /** Either leaves users that minimise the objective, given their model's items. */
  @ParameterizedTest
  @CsvSource({"1, 1", "40, 1", "0.01, 1", "0, 1"})
  void usersMinimiseTheObjectiveThatMllibsMinimise(double alpha, double unobserved) {
    GravityMFModel ours = gravmf(alpha, 2).fit(frame);
    ALSModel theirs = mllib(alpha, 2);
    assertThat(gradient(users(theirs), items(theirs), alpha, unobserved)).isLessThan(1e-5);
    assertThat(gradient(users(ours), items(ours), alpha, unobserved)).isLessThan(1e-5);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.25", "0.3, 0"})
  void unknownPairsMayWeighLess(double alpha, double unobserved) {
    GravityMFModel model = gravmf(alpha, 2).setUnobservedWeight(unobserved).fit(frame);
    assertThat(gradient(users(model), items(model), alpha, unobserved)).isLessThan(1e-5);
  }

  @Test
  void anUnknownPairWeighsNoMoreThanAKnownOne() {
    assertThatThrownBy(() -> gravmf(1, 1).setUnobservedWeight(1.5))
        .hasMessageContaining("unobservedWeight given invalid value 1.5");
  }

  @Test
  void theObjectiveThatIsReportedIsThisOneButForAConstant() {
    double alpha = 2;
    double constant = 0;
    int known = 0;
    for (double[] row : RATINGS) {
      for (double rating : row) {
        if (rating > 0) {
          constant += (1 + alpha * rating) / (alpha * rating);
          known++;
        }
      }
    }
    GravityMFModel model = gravmf(alpha, 6).fit(frame);
    GravityMFSummary summary = model.summary();
    double reported = summary.sweeps().get(5).loss().total() * known - constant;
    double dense = objective(users(model), items(model), alpha);
    assertThat(reported).isCloseTo(dense, within(1e-5 * dense));
  }

  private static double objective(double[][] users, double[][] items, double alpha) {
    int[] counts = new int[ITEMS];
    double sum = 0;
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        double rating = RATINGS[user][item];
        double error = dot(users[user], items[item]) - (rating > 0 ? 1 : 0);
        sum += (1 + alpha * rating) * error * error;
        sum += rating > 0 ? LAMBDA * dot(users[user], users[user]) : 0;
        counts[item] += rating > 0 ? 1 : 0;
      }
    }
    for (int item = 0; item < ITEMS; item++) {
      sum += LAMBDA * counts[item] * dot(items[item], items[item]);
    }
    return sum;
  }

  /**
   * Returns the largest gradient of a user's row, of the sizes of the terms that it is a sum of.
   */
  private static double gradient(
      double[][] users, double[][] items, double alpha, double unobserved) {
    double worst = 0;
    for (int user = 0; user < USERS; user++) {
      double[] sum = new double[RANK];
      double size = 0;
      for (int item = 0; item < ITEMS; item++) {
        double rating = RATINGS[user][item];
        double weight = rating > 0 ? 1 + alpha * rating : unobserved;
        double score = dot(users[user], items[item]);
        double error = weight * (score - (rating > 0 ? 1 : 0));
        for (int k = 0; k < RANK; k++) {
          sum[k] += error * items[item][k] + (rating > 0 ? LAMBDA * users[user][k] : 0);
        }
        size += weight * (Math.abs(score) + 1) * Math.sqrt(dot(items[item], items[item]));
      }
      worst = Math.max(worst, Math.sqrt(dot(sum, sum)) / size);
    }
    return worst;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double[][] users(GravityMFModel model) {
    return rows(model.userFactors(), USERS);
  }

  private static double[][] users(ALSModel model) {
    return rows(model.userFactors(), USERS);
  }

  private static double[][] items(GravityMFModel model) {
    return rows(model.itemFactors(), ITEMS);
  }

  private static double[][] items(ALSModel model) {
    return rows(model.itemFactors(), ITEMS);
  }

  private static double[][] rows(Dataset<Row> factors, int count) {
    double[][] rows = new double[count][RANK];
    for (Row row : factors.collectAsList()) {
      List<Float> values = row.getList(1);
      for (int k = 0; k < RANK; k++) {
        rows[row.getInt(0)][k] = values.get(k);
      }
    }
    return rows;
  }
}

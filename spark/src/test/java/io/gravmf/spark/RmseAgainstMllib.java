package io.gravmf.spark;

import java.util.Locale;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the class replacement predicts: RMSE of a fifth that is held out, the mean of ten splits, by
 * MLlib's ALS and by {@link GravityMF}, and by it with what differs from {@code gravmf train}.
 *
 * <p>Arguments: a file of user, item and rating, divided by tabs; regParam; sweeps.
 */
public final class RmseAgainstMllib {

  private static final int SPLITS = 10;

  private RmseAgainstMllib() {}

  /** Runs it. */
  public static void main(String[] words) {
    double regParam = Double.parseDouble(words[1]);
    int sweeps = Integer.parseInt(words[2]);
    SparkSession spark = LocalSpark.session();
    spark.sparkContext().setLogLevel("ERROR");
    Dataset<Row> ratings = LocalSpark.ratings(words[0]);
    double[] sums = new double[4];
    for (int seed = 0; seed < SPLITS; seed++) {
      Dataset<Row>[] split = ratings.randomSplit(new double[] {0.8, 0.2}, seed);
      Dataset<Row> train = split[0].cache();
      ALS mllib = new ALS().setColdStartStrategy("drop").setMaxIter(sweeps);
      mllib.setRegParam(regParam).setSeed(seed);
      sums[0] += rmse(mllib.fit(train).transform(split[1]));
      GravityMF gravmf = new GravityMF().setColdStartStrategy("drop").setMaxIter(sweeps);
      gravmf.setRegParam(regParam).setSeed(seed);
      sums[1] += rmse(gravmf.fit(train).transform(split[1]));
      sums[2] += rmse(gravmf.setFirstSide("users").fit(train).transform(split[1]));
      sums[3] += rmse(gravmf.setSubtractMean(true).fit(train).transform(split[1]));
    }
    System.out.printf(
        Locale.ROOT,
        "RMSE, regParam %s, %d sweeps: MLlib %.4f; gravmf %.4f; firstSide=users %.4f; and"
            + " subtractMean=true %.4f%n",
        words[1],
        sweeps,
        sums[0] / SPLITS,
        sums[1] / SPLITS,
        sums[2] / SPLITS,
        sums[3] / SPLITS);
    spark.stop();
  }

  private static double rmse(Dataset<Row> predictions) {
    return new RegressionEvaluator().setLabelCol("rating").evaluate(predictions);
  }
}

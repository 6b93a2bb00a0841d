package io.gravmf.spark;

import io.gravmf.data.synthetic.SyntheticConfig;
import io.gravmf.data.synthetic.SyntheticRatings;
import io.gravmf.spark.sweep.SweepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Times a sweep of {@link GravityMF} and of MLlib's ALS in one JVM of two threads, on generated
 * ratings in MovieLens-1M's shape; {@code spark/against-mllib} runs it.
 *
 * <p>Arguments: rank, {@code explicit} or {@code implicit}, sweeps, ratings. A sweep of MLlib's is
 * the difference of two trainings, after one that loads and compiles; gravmf's is the median of
 * those that it reports, in a second training.
 */
public final class AgainstMllib {

  /** Twice the threads, so that one slow task does not hold all others up; for both. */
  private static final int BLOCKS = 4;

  private AgainstMllib() {}

  /** Runs it. */
  public static void main(String[] words) {
    int rank = Integer.parseInt(words[0]);
    boolean implicit = words[1].equals("implicit");
    int sweeps = Integer.parseInt(words[2]);
    int count = Integer.parseInt(words[3]);
    SparkSession spark = LocalSpark.session();
    spark.sparkContext().setLogLevel("ERROR");
    Dataset<Row> ratings = ratings(spark, count);
    String gravmf = gravmf(ratings, rank, implicit);
    ALS als =
        new ALS()
            .setRank(rank)
            .setNumBlocks(BLOCKS)
            .setImplicitPrefs(implicit)
            .setSeed(1)
            .setMaxIter(1);
    seconds(als, ratings);
    double one = seconds(als, ratings);
    double several = seconds(als.setMaxIter(1 + sweeps), ratings);
    System.out.printf(
        Locale.ROOT,
        "rank %d, %s, %d ratings: gravmf %s; MLlib %s: %.3f s a sweep (%.2f s with %d, %.2f with"
            + " 1)%n",
        rank,
        words[1],
        ratings.count(),
        gravmf,
        spark.version(),
        (several - one) / sweeps,
        several,
        1 + sweeps,
        one);
    spark.stop();
  }

  private static String gravmf(Dataset<Row> ratings, int rank, boolean implicit) {
    GravityMF als =
        new GravityMF().setRank(rank).setNumBlocks(BLOCKS).setImplicitPrefs(implicit).setSeed(1);
    als.setMaxIter(5).fit(ratings);
    long started = System.nanoTime();
    GravityMFModel model = als.setMaxIter(10).fit(ratings);
    double all = 1e-9 * (System.nanoTime() - started);
    double[] seconds =
        model.summary().sweeps().stream().mapToDouble(SweepReport::seconds).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%.3f s a sweep (%.3f to %.3f; %.2f s in all with %d)",
        seconds[seconds.length / 2],
        seconds[0],
        seconds[seconds.length - 1],
        all,
        seconds.length);
  }

  private static double seconds(ALS als, Dataset<Row> ratings) {
    long started = System.nanoTime();
    als.fit(ratings);
    return 1e-9 * (System.nanoTime() - started);
  }

  private static Dataset<Row> ratings(SparkSession spark, int count) {
    double scale = count / 1_000_209.0;
    SyntheticConfig config =
        new SyntheticConfig((int) (6040 * scale), (int) (3706 * Math.sqrt(scale)), count, 1);
    List<Row> rows = new ArrayList<>(count);
    new SyntheticRatings(config)
        .forEach(
            (user, item, rating, time) -> rows.add(RowFactory.create(user, item, (float) rating)));
    StructType schema =
        new StructType()
            .add("user", DataTypes.IntegerType)
            .add("item", DataTypes.IntegerType)
            .add("rating", DataTypes.FloatType);
    Dataset<Row> ratings = spark.createDataFrame(rows, schema).repartition(BLOCKS).cache();
    ratings.count();
    return ratings;
  }
}

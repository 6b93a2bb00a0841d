package io.gravmf.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the class replacement recommends: NDCG of a fifth that is held out, by MLlib's ALS and by
 * {@link GravityMF}, both with {@code implicitPrefs}, on some splits.
 *
 * <p>Arguments: a file of user, item and rating, divided by tabs; rank; sweeps; splits.
 */
public final class NdcgAgainstMllib {

  /** What a user knows is recommended too, and some know hundreds. */
  private static final int ASKED = 1000;

  private NdcgAgainstMllib() {}

  /** Runs it. */
  public static void main(String[] words) {
    int rank = Integer.parseInt(words[1]);
    int sweeps = Integer.parseInt(words[2]);
    int splits = Integer.parseInt(words[3]);
    SparkSession spark = LocalSpark.session();
    spark.sparkContext().setLogLevel("ERROR");
    Dataset<Row> ratings = LocalSpark.ratings(words[0]);
    List<String> each = new ArrayList<>();
    double[] sums = new double[2];
    for (int seed = 0; seed < splits; seed++) {
      Dataset<Row>[] split = ratings.randomSplit(new double[] {0.8, 0.2}, seed);
      HeldOutNdcg ndcg = new HeldOutNdcg(split[0].cache(), split[1].cache());
      Dataset<Row> users = ndcg.users(Integer.MAX_VALUE);
      ALS mllib = new ALS().setRank(rank).setMaxIter(sweeps).setNumBlocks(4);
      mllib.setImplicitPrefs(true).setSeed(seed);
      GravityMF gravmf = new GravityMF().setRank(rank).setMaxIter(sweeps).setNumBlocks(4);
      gravmf.setImplicitPrefs(true).setSeed(seed);
      double theirs = ndcg.of(mllib.fit(split[0]).recommendForUserSubset(users, ASKED));
      double ours = ndcg.of(gravmf.fit(split[0]).recommendForUserSubset(users, ASKED));
      each.add(String.format(Locale.ROOT, "%.4f and %.4f", theirs, ours));
      sums[0] += theirs / splits;
      sums[1] += ours / splits;
    }
    System.out.printf(
        Locale.ROOT,
        "NDCG@%d, rank %d, %d sweeps: MLlib %.4f, gravmf %.4f; all: %s%n",
        HeldOutNdcg.TOP,
        rank,
        sweeps,
        sums[0],
        sums[1],
        each);
    spark.stop();
  }
}

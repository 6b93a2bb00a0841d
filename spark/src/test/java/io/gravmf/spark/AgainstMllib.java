package io.gravmf.spark;

import com.sun.management.OperatingSystemMXBean;
import io.gravmf.data.synthetic.SyntheticConfig;
import io.gravmf.data.synthetic.SyntheticRatings;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Times a sweep of {@link GravityMF} and of MLlib's ALS in one JVM of two threads, on generated
 * ratings in MovieLens-1M's shape, and compares what they predict for a tenth that is held out;
 * {@code spark/figures time} runs it.
 *
 * <p>Arguments: rank, {@code explicit} or {@code implicit}, sweeps, ratings, and rounds. A sweep
 * is, for both, the difference of a training of 1 + sweeps and one of 1, over the sweeps; rounds
 * take turns, after trainings that load and compile, and the best of each is printed, with all of
 * them behind. Beside the time of the clock is that of the processors, which other programs on the
 * machine change less.
 */
public final class AgainstMllib {

  /** Twice the threads, so that one slow task does not hold all others up; for both. */
  private static final int BLOCKS = 4;

  private static final int SAMPLED_USERS = 500;

  private final Dataset<Row> train;
  private final Dataset<Row> test;
  private final boolean implicit;
  private final GravityMF gravmf;
  private final ALS mllib;

  private AgainstMllib(Dataset<Row> ratings, int rank, boolean implicit) {
    Dataset<Row>[] split = ratings.randomSplit(new double[] {0.9, 0.1}, 1);
    train = split[0].repartition(BLOCKS).cache();
    test = split[1].cache();
    this.implicit = implicit;
    gravmf =
        new GravityMF()
            .setRank(rank)
            .setNumBlocks(BLOCKS)
            .setImplicitPrefs(implicit)
            .setColdStartStrategy("drop")
            .setSeed(1);
    mllib =
        new ALS()
            .setRank(rank)
            .setNumBlocks(BLOCKS)
            .setImplicitPrefs(implicit)
            .setColdStartStrategy("drop")
            .setSeed(1);
  }

  /** Runs it. */
  public static void main(String[] words) {
    int rank = Integer.parseInt(words[0]);
    boolean implicit = words[1].equals("implicit");
    int sweeps = Integer.parseInt(words[2]);
    int count = Integer.parseInt(words[3]);
    int rounds = Integer.parseInt(words[4]);
    SparkSession spark = LocalSpark.session();
    spark.sparkContext().setLogLevel("ERROR");
    AgainstMllib pair = new AgainstMllib(ratings(spark, count), rank, implicit);
    System.out.printf(
        Locale.ROOT,
        "rank %d, %s, %d ratings, Spark %s%n",
        rank,
        words[1],
        pair.train.count(),
        spark.version());
    pair.time(sweeps, rounds);
    pair.compare(1 + sweeps);
    spark.stop();
  }

  /** What a training took: seconds of the clock, and of all the JVM's threads. */
  private record Cost(double clock, double processors) {

    static Cost of(Runnable training) {
      double processors = processorSeconds();
      long started = System.nanoTime();
      training.run();
      return new Cost(1e-9 * (System.nanoTime() - started), processorSeconds() - processors);
    }

    private static double processorSeconds() {
      return 1e-9
          * ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
              .getProcessCpuTime();
    }

    Cost sweepBeyond(Cost one, int sweeps) {
      return new Cost((clock - one.clock) / sweeps, (processors - one.processors) / sweeps);
    }
  }

  private void fitGravmf(int sweeps) {
    gravmf.setMaxIter(sweeps).fit(train);
  }

  private void fitMllib(int sweeps) {
    mllib.setMaxIter(sweeps).fit(train);
  }

  private void time(int sweeps, int rounds) {
    // A sweep of gravmf's is shorter: as many seconds are more of them.
    int more = 3 * sweeps;
    fitGravmf(1 + more);
    fitMllib(1 + sweeps);
    List<Cost> ours = new ArrayList<>();
    List<Cost> theirs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Cost one = Cost.of(() -> fitGravmf(1));
      ours.add(Cost.of(() -> fitGravmf(1 + more)).sweepBeyond(one, more));
      Cost first = Cost.of(() -> fitMllib(1));
      theirs.add(Cost.of(() -> fitMllib(1 + sweeps)).sweepBeyond(first, sweeps));
    }
    print("seconds of the clock", ours, theirs, false);
    print("seconds of processors", ours, theirs, true);
  }

  private static void print(String what, List<Cost> ours, List<Cost> theirs, boolean processors) {
    double[] a = sorted(ours, processors);
    double[] b = sorted(theirs, processors);
    System.out.printf(
        Locale.ROOT,
        "%s a sweep: gravmf %.3f, MLlib %.3f, %.1f times; all: %s and %s%n",
        what,
        a[0],
        b[0],
        b[0] / a[0],
        Arrays.toString(a),
        Arrays.toString(b));
  }

  private static double[] sorted(List<Cost> costs, boolean processors) {
    return costs.stream()
        .mapToDouble(cost -> processors ? cost.processors() : cost.clock())
        .map(seconds -> Math.round(1000 * seconds) / 1000.0)
        .sorted()
        .toArray();
  }

  private void compare(int sweeps) {
    GravityMFModel ours = gravmf.setMaxIter(sweeps).fit(train);
    ALSModel theirs = mllib.setMaxIter(sweeps).fit(train);
    if (implicit) {
      HeldOutNdcg ndcg = new HeldOutNdcg(train, test);
      Dataset<Row> users = ndcg.users(SAMPLED_USERS);
      System.out.printf(
          Locale.ROOT,
          "held-out NDCG@%d: gravmf %.4f, MLlib %.4f%n",
          HeldOutNdcg.TOP,
          ndcg.of(ours.recommendForUserSubset(users, HeldOutNdcg.ASKED)),
          ndcg.of(theirs.recommendForUserSubset(users, HeldOutNdcg.ASKED)));
    } else {
      System.out.printf(
          Locale.ROOT,
          "held-out RMSE: gravmf %.4f, MLlib %.4f%n",
          rmse(ours.transform(test)),
          rmse(theirs.transform(test)));
    }
  }

  private static double rmse(Dataset<Row> predictions) {
    return new RegressionEvaluator().setLabelCol("rating").evaluate(predictions);
  }

  /** Generates ratings in a task, so that no rows stay behind in the driver. */
  private static Dataset<Row> ratings(SparkSession spark, int count) {
    double scale = count / 1_000_209.0;
    int users = (int) (6040 * scale);
    int items = (int) (3706 * Math.sqrt(scale));
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(count), 1)
            .flatMap(
                ratings -> {
                  List<Row> generated = new ArrayList<>(ratings);
                  new SyntheticRatings(new SyntheticConfig(users, items, ratings, 1))
                      .forEach(
                          (user, item, rating, time) ->
                              generated.add(RowFactory.create(user, item, (float) rating)));
                  return generated.iterator();
                });
    StructType schema =
        new StructType()
            .add("user", DataTypes.IntegerType)
            .add("item", DataTypes.IntegerType)
            .add("rating", DataTypes.FloatType);
    return spark.createDataFrame(rows, schema);
  }
}

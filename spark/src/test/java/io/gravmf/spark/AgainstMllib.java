package io.gravmf.spark;

import com.sun.management.OperatingSystemMXBean;
import io.gravmf.data.synthetic.SyntheticConfig;
import io.gravmf.data.synthetic.SyntheticRatings;
import io.gravmf.evaluate.Mean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
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
 * <p>Arguments: rank, {@code explicit} or {@code implicit}, sweeps, ratings, rounds, and draws. A
 * sweep is, for both, the difference of a training of 1 + sweeps and one of 1, over the sweeps;
 * rounds take turns, after trainings that load and compile, and the best of each is printed, with
 * all of them behind. Beside the time of the clock is that of the processors, which other programs
 * on the machine change less. What is held out is predicted by models of 1 + sweeps, one for each
 * seed from 1 to the draws: initial factors are drawn differently by both.
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
    int draws = Integer.parseInt(words[5]);
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
    if (rounds > 0) {
      pair.time(sweeps, rounds);
    }
    if (draws > 0) {
      pair.compare(1 + sweeps, draws);
    }
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

  private void compare(int sweeps, int draws) {
    HeldOutNdcg ndcg = implicit ? new HeldOutNdcg(train, test) : null;
    Dataset<Row> users = implicit ? ndcg.users(SAMPLED_USERS) : null;
    double[] ours = new double[draws];
    double[] theirs = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      GravityMFModel one = gravmf.setMaxIter(sweeps).setSeed(1 + draw).fit(train);
      ALSModel other = mllib.setMaxIter(sweeps).setSeed(1 + draw).fit(train);
      if (implicit) {
        ours[draw] = ndcg.of(one.recommendForUserSubset(users, HeldOutNdcg.ASKED));
        theirs[draw] = ndcg.of(other.recommendForUserSubset(users, HeldOutNdcg.ASKED));
      } else {
        ours[draw] = rmse(one.transform(test));
        theirs[draw] = rmse(other.transform(test));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "held-out %s after %d sweeps, mean and its standard error of %d draws: gravmf %s, MLlib"
            + " %s%n",
        implicit ? "NDCG@" + HeldOutNdcg.TOP : "RMSE",
        sweeps,
        draws,
        described(ours),
        described(theirs));
  }

  /** Returns the mean of figures, its standard error where there are several, and all of them. */
  private static String described(double[] figures) {
    Mean mean = Mean.of(figures);
    String all =
        Arrays.stream(figures)
            .mapToObj(figure -> String.format(Locale.ROOT, "%.4f", figure))
            .collect(Collectors.joining(" "));
    return figures.length == 1
        ? all
        : String.format(Locale.ROOT, "%.4f +- %.4f (%s)", mean.value(), mean.standardError(), all);
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

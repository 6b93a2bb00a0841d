package io.gravmf.peers;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains ALS with more and more iterations, each time from the start, and prints the seconds of
 * each training with the validation RMSE that it gave. Starting Spark and reading the files, which
 * are then in its cache, are not part of the time; a first small training, which loads and compiles
 * what Spark is made of, is printed as a curve of its own. With {@code --all FILE --dims 64,128} the
 * time of a sweep over all ratings is printed too, of explicit and of implicit feedback; without
 * {@code --train} nothing else.
 */
public final class SparkAls {

  /** Spark's own rank; regularisation that its documentation and MovieLens' examples use. */
  private static final int RANK = 10;

  private static final double REGULARISATION = 0.1;
  private static final List<Integer> ITERATIONS = List.of(1, 2, 3, 5, 10);

  /** Of the time of a sweep. */
  private static final String SAMPLES = "2";

  private static final int SWEEPS = 2;

  private static final String FEEDBACK = "explicit,implicit";

  private SparkAls() {}

  public static void main(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (int k = 0; k + 1 < arguments.length; k += 2) {
      options.put(arguments[k], arguments[k + 1]);
    }
    String threads = options.getOrDefault("--threads", "*");
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + threads + "]")
            .appName("als")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "localhost")
            // A block for each processor: the default of 200 partitions is for a cluster.
            .config("spark.sql.shuffle.partitions", threads.equals("*") ? "8" : threads)
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    int blocks = threads.equals("*") ? 8 : Integer.parseInt(threads);
    if (options.containsKey("--train")) {
      Dataset<Row> train = read(spark, options.get("--train"));
      Dataset<Row> validation = read(spark, options.get("--validation"));
      print("first use", options, spark, train, validation, blocks, List.of(10));
      print("warm", options, spark, train, validation, blocks, ITERATIONS);
    }
    if (options.containsKey("--all")) {
      Dataset<Row> all = read(spark, options.get("--all"));
      for (String dim : options.get("--dims").split(",", -1)) {
        for (String feedback : options.getOrDefault("--feedback", FEEDBACK).split(",", -1)) {
          boolean implicit = feedback.equals("implicit");
          sweeps(options, spark, all, blocks, Integer.parseInt(dim), implicit);
        }
      }
    }
    spark.stop();
  }

  /** Prints the time of a sweep: the difference of trainings with several and with one. */
  private static void sweeps(
      Map<String, String> options,
      SparkSession spark,
      Dataset<Row> ratings,
      int blocks,
      int dim,
      boolean implicit) {
    double[] samples = new double[Integer.parseInt(options.getOrDefault("--samples", SAMPLES))];
    for (int k = -1; k < samples.length; k++) {
      double one = seconds(ratings, blocks, dim, implicit, 1);
      double several = seconds(ratings, blocks, dim, implicit, 1 + SWEEPS);
      // The first loads and compiles.
      samples[Math.max(k, 0)] = 1e3 * (several - one) / SWEEPS;
    }
    Arrays.sort(samples);
    System.out.printf(
        Locale.ROOT,
        "{\"peer\": \"spark-als%s\", \"version\": \"%s\", \"data\": \"%s\", \"device\": \"cpu\","
            + " \"dim\": %d, \"threads\": %d, \"ms\": %.3f, \"msMin\": %.3f, \"msMax\": %.3f}%n",
        implicit ? "-implicit" : "",
        spark.version(),
        options.get("--data"),
        dim,
        blocks,
        samples[samples.length / 2],
        samples[0],
        samples[samples.length - 1]);
  }

  private static double seconds(
      Dataset<Row> ratings, int blocks, int dim, boolean implicit, int sweeps) {
    ALS als = als(blocks, dim, sweeps).setImplicitPrefs(implicit);
    long started = System.nanoTime();
    als.fit(ratings);
    return 1e-9 * (System.nanoTime() - started);
  }

  private static ALS als(int blocks, int dim, int iterations) {
    return new ALS()
        .setUserCol("user")
        .setItemCol("item")
        .setRatingCol("rating")
        .setRank(dim)
        .setRegParam(REGULARISATION)
        .setMaxIter(iterations)
        .setNumBlocks(blocks)
        .setSeed(1)
        .setColdStartStrategy("drop");
  }

  private static Dataset<Row> read(SparkSession spark, String file) {
    Dataset<Row> ratings =
        spark
            .read()
            .option("sep", "\t")
            .schema("user INT, item INT, rating FLOAT")
            .csv(file)
            .select(col("user"), col("item"), col("rating"))
            .cache();
    ratings.count();
    return ratings;
  }

  private static void print(
      String state,
      Map<String, String> options,
      SparkSession spark,
      Dataset<Row> train,
      Dataset<Row> validation,
      int blocks,
      List<Integer> iterations) {
    StringJoiner seconds = new StringJoiner(", ", "[", "]");
    StringJoiner rmse = new StringJoiner(", ", "[", "]");
    for (int count : iterations) {
      ALS als = als(blocks, RANK, count);
      long started = System.nanoTime();
      ALSModel model = als.fit(train);
      seconds.add(String.format(Locale.ROOT, "%.3f", 1e-9 * (System.nanoTime() - started)));
      rmse.add(
          String.format(
              Locale.ROOT,
              "%.5f",
              new RegressionEvaluator()
                  .setMetricName("rmse")
                  .setLabelCol("rating")
                  .setPredictionCol("prediction")
                  .evaluate(model.transform(validation))));
    }
    System.out.printf(
        Locale.ROOT,
        "{\"who\": \"Spark ALS, %s\", \"version\": \"%s\", \"data\": \"%s\", \"settings\": \"rank %d,"
            + " regParam %s\", \"seconds\": %s, \"rmse\": %s}%n",
        state,
        spark.version(),
        options.get("--data"),
        RANK,
        REGULARISATION,
        seconds,
        rmse);
  }
}

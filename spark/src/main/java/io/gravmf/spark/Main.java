package io.gravmf.spark;

import io.gravmf.data.InvalidInputException;
import io.gravmf.spark.sweep.SweepReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The command for {@code spark-submit}: trains on ratings in Parquet or CSV, and predicts or
 * recommends with a model that was saved.
 */
public final class Main {

  private static final int BAD_USAGE = 2;

  private static final String USAGE =
      """
      usage: spark-submit --class io.gravmf.spark.Main gravmf-spark.jar COMMAND OPTIONS

        train      --ratings PATH --out PATH [--export FOLDER] [--validation PATH]
                   every parameter of GravityMF is an option: --rank 64 --max-iter 10 --reg-param 0.05
                   --device cuda: rows are solved by tasks' GPUs; docs/spark.md has the settings
        predict    --model PATH --ratings PATH --out PATH
        recommend  --model PATH --out PATH [--count 10]

      Ratings: --format parquet|csv (by the name's end), and for csv --header true --delimiter ','
      --columns user,item,rating. What is written is Parquet; a path may be any that Spark reads.
      """;

  private final Options options;
  private final SparkSession spark;
  private final PrintStream out;

  private Main(Options options, SparkSession spark, PrintStream out) {
    this.options = options;
    this.spark = spark;
    this.out = out;
  }

  /** Runs a command; exit code 2 for bad usage. */
  public static void main(String[] words) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (words.length == 0 || words[0].equals("--help")) {
      out.print(USAGE);
      return;
    }
    SparkSession spark = SparkSession.builder().appName("gravmf " + words[0]).getOrCreate();
    try {
      run(words, spark, out);
    } catch (IllegalArgumentException | InvalidInputException e) {
      System.err.println("gravmf: " + e.getMessage());
      spark.stop();
      System.exit(BAD_USAGE);
    } finally {
      spark.stop();
    }
  }

  /**
   * Runs a command in a session.
   *
   * @throws IllegalArgumentException if the command or an option is wrong
   */
  static void run(String[] words, SparkSession spark, PrintStream out) {
    Options options = Options.parse(words);
    Main main = new Main(options, spark, out);
    switch (words[0]) {
      case "train" -> main.train();
      case "predict" -> main.predict();
      case "recommend" -> main.recommend();
      default ->
          throw new IllegalArgumentException(
              "there is no command " + words[0] + ", expected train, predict or recommend");
    }
  }

  private void train() {
    String to = options.require("out");
    Dataset<Row> ratings = read(options.require("ratings"));
    GravityMF als =
        new GravityMF()
            .setUserCol(ratings.columns()[0])
            .setItemCol(ratings.columns()[1])
            .setRatingCol(ratings.columns().length > 2 ? ratings.columns()[2] : "");
    String export = options.take("export", "");
    String validation = options.take("validation", "");
    options.giveTo(als);
    GravityMFModel model = als.fit(ratings);
    for (SweepReport sweep : model.summary().sweeps()) {
      out.printf(
          Locale.ROOT,
          "sweep %d: total %.6f, mse %.6f, l2 %.6f, gravity %.6f, %.2f s%n",
          sweep.number(),
          sweep.loss().total(),
          sweep.loss().mse(),
          sweep.loss().l2(),
          sweep.loss().gravity(),
          sweep.seconds());
    }
    if (!validation.isEmpty()) {
      Dataset<Row> predicted = model.transform(read(validation)).na().drop();
      out.printf(
          Locale.ROOT,
          "validation RMSE %.6f%n",
          new RegressionEvaluator()
              .setMetricName("rmse")
              .setLabelCol(als.getRatingCol())
              .setPredictionCol(als.getPredictionCol())
              .evaluate(predicted));
    }
    write(model, to);
    out.println("model written to " + to);
    if (!export.isEmpty()) {
      model.exportTo(Path.of(export));
      out.println("model of the engine written to " + export);
    }
  }

  private static void write(GravityMFModel model, String to) {
    try {
      model.write().overwrite().save(to);
    } catch (IOException e) {
      throw new InvalidInputException(to + ": " + e.getMessage(), e);
    }
  }

  private void predict() {
    GravityMFModel model = GravityMFModel.load(options.require("model"));
    String to = options.require("out");
    Dataset<Row> pairs = read(options.require("ratings"));
    options.requireNoMore();
    model
        .setUserCol(pairs.columns()[0])
        .setItemCol(pairs.columns()[1])
        .transform(pairs)
        .write()
        .parquet(to);
    out.println("predictions written to " + to);
  }

  private void recommend() {
    GravityMFModel model = GravityMFModel.load(options.require("model"));
    String to = options.require("out");
    int count = Integer.parseInt(options.take("count", "10"));
    options.requireNoMore();
    model.recommendForAllUsers(count).write().parquet(to);
    out.println("recommendations written to " + to);
  }

  /** Reads ratings; columns are user, item and rating, in that order. */
  private Dataset<Row> read(String path) {
    boolean parquet = path.endsWith(".parquet");
    String format = options.take("format", parquet ? "parquet" : "csv");
    DataFrameReader reader = spark.read();
    Dataset<Row> all =
        switch (format) {
          case "parquet" -> reader.parquet(path);
          case "csv" ->
              reader
                  .option("header", options.take("header", "false"))
                  .option("sep", options.take("delimiter", ","))
                  .option("inferSchema", "true")
                  .csv(path);
          default ->
              throw new IllegalArgumentException(
                  "--format is " + format + ", expected parquet or csv");
        };
    String names = options.take("columns", "");
    if (!names.isEmpty()) {
      String[] wanted = names.split(",", -1);
      boolean named = List.of(all.columns()).containsAll(List.of(wanted));
      return named ? all.selectExpr(quoted(wanted)) : all.toDF(renamed(all.columns(), wanted));
    }
    return all;
  }

  private static String[] quoted(String[] names) {
    return Arrays.stream(names)
        .map(name -> "`" + name.replace("`", "``") + "`")
        .toArray(String[]::new);
  }

  /** Names the first columns of a file without a header. */
  private static String[] renamed(String[] columns, String[] wanted) {
    String[] names = columns.clone();
    if (wanted.length > names.length) {
      throw new IllegalArgumentException(
          "--columns names " + wanted.length + ", but the ratings have " + names.length);
    }
    System.arraycopy(wanted, 0, names, 0, wanted.length);
    return names;
  }
}

package io.gravmf.spark.command;

import io.gravmf.spark.GravityMF;
import io.gravmf.spark.GravityMFModel;
import io.gravmf.spark.sweep.SweepReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A command line that was understood: what can be wrong with its words has been said by then. */
public final class Command {

  /** What {@code --help} prints. */
  public static final String USAGE =
      """
      usage: spark-submit --class io.gravmf.spark.Main gravmf-spark.jar COMMAND OPTIONS

        train      --ratings PATH --out PATH [--export FOLDER] [--validation PATH]
                   every parameter of GravityMF is an option: --rank 64 --max-iter 10 --reg-param 0.05
                   --device cuda: rows are solved by tasks' GPUs; docs/spark.md has the settings
        predict    --model PATH --ratings PATH --out PATH
        recommend  --model PATH --out PATH [--count 10]

      Ratings: --format parquet|csv (by the name's end), and for csv --header true --delimiter ','
      (tab: by tabulators) --columns user,item,rating. What is written is Parquet; a path may be any
      that Spark reads. train replaces a model that is there; nothing else that exists is replaced.
      --debug shows where an error came from.

      Example: train --ratings u.data --delimiter tab --rank 16 --out model
      """;

  /** What runs in a session. */
  private interface Work {
    void run(SparkSession spark, PrintStream out) throws IOException;
  }

  private final String name;
  private final Work work;

  private Command(String name, Work work) {
    this.name = name;
    this.work = work;
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if a word is wrong, in one line that says what was expected
   */
  public static Command parse(String... all) {
    List<String> words = new ArrayList<>(List.of(all));
    words.removeIf("--debug"::equals);
    if (words.isEmpty() || words.contains("--help") || words.contains("-h")) {
      return new Command("help", null);
    }
    String name = words.get(0);
    if (!List.of("train", "predict", "recommend").contains(name)) {
      throw new IllegalArgumentException(
          "there is no command " + name + ", expected train, predict or recommend");
    }
    Options options = Options.parse(words);
    Work work =
        switch (name) {
          case "train" -> train(options);
          case "predict" -> predict(options);
          default -> recommend(options);
        };
    options.requireNoMore();
    return new Command(name, work);
  }

  /** Returns whether help is all that is asked for. */
  public boolean isHelp() {
    return work == null;
  }

  /** Returns the command's name. */
  public String name() {
    return name;
  }

  /**
   * Runs in a session. What it writes is there as a whole or not at all.
   *
   * @param out receives what came of it
   * @throws IOException if files cannot be read or written
   */
  public void run(SparkSession spark, PrintStream out) throws IOException {
    work.run(spark, out);
  }

  private static Work train(Options options) {
    String to = options.require("out");
    RatingFiles files = RatingFiles.of(options);
    String ratings = options.require("ratings");
    String export = options.take("export", "");
    String validation = options.take("validation", "");
    GravityMF als = new GravityMF();
    options.giveTo(als);
    return (spark, out) -> {
      Output model = Output.ofModel(spark, to);
      Dataset<Row> training = files.read(spark, ratings, als);
      // A file that cannot be read is found before the training rather than after it.
      Dataset<Row> held = validation.isEmpty() ? null : files.read(spark, validation, als);
      GravityMFModel trained = als.fit(training);
      for (SweepReport sweep : trained.summary().sweeps()) {
        out.println(line(sweep));
      }
      if (held != null) {
        out.printf(Locale.ROOT, "validation RMSE %.6f%n", rmse(als, trained, held));
      }
      model.write(path -> trained.write().save(path));
      out.println("model written to " + to);
      if (!export.isEmpty()) {
        trained.exportTo(Path.of(export));
        out.println("model of the engine written to " + export);
      }
    };
  }

  private static String line(SweepReport sweep) {
    return String.format(
        Locale.ROOT,
        "sweep %d: total %.6f, mse %.6f, l2 %.6f, gravity %.6f, %.2f s",
        sweep.number(),
        sweep.loss().total(),
        sweep.loss().mse(),
        sweep.loss().l2(),
        sweep.loss().gravity(),
        sweep.seconds());
  }

  private static double rmse(GravityMF als, GravityMFModel model, Dataset<Row> held) {
    return new RegressionEvaluator()
        .setMetricName("rmse")
        .setLabelCol(als.getRatingCol())
        .setPredictionCol(als.getPredictionCol())
        .evaluate(model.transform(held).na().drop());
  }

  private static Work predict(Options options) {
    String from = options.require("model");
    String to = options.require("out");
    RatingFiles files = RatingFiles.of(options);
    String pairs = options.require("ratings");
    return (spark, out) -> {
      Output predictions = Output.of(spark, to);
      GravityMFModel model = load(spark, from);
      Dataset<Row> asked = files.readPairs(spark, pairs, model);
      predictions.write(path -> model.transform(asked).write().parquet(path));
      out.println("predictions written to " + to);
    };
  }

  private static GravityMFModel load(SparkSession spark, String from) throws IOException {
    if (Output.exists(spark, from, "model.json")) {
      throw new IllegalArgumentException(
          from
              + " is a model of the engine, which ./gravmf reads; expected the folder that --out of"
              + " train named");
    }
    return GravityMFModel.load(from);
  }

  private static Work recommend(Options options) {
    String from = options.require("model");
    String to = options.require("out");
    int count = options.takeCount("count", 10);
    return (spark, out) -> {
      Output recommendations = Output.of(spark, to);
      GravityMFModel model = load(spark, from);
      recommendations.write(path -> model.recommendForAllUsers(count).write().parquet(path));
      out.println("recommendations written to " + to);
    };
  }
}

package io.gravmf.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.SharedData;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of MLlib's documentation, in which the class alone is another. */
class MllibExamplesTest {

  /** The bean of Spark's {@code JavaALSExample}. */
  public static final class Rating implements Serializable {

    private static final long serialVersionUID = 1;

    private int userId;
    private int movieId;
    private float rating;
    private long timestamp;

    /** For Spark. */
    public Rating() {}

    /** Returns the user. */
    public int getUserId() {
      return userId;
    }

    /** Sets the user. */
    public void setUserId(int value) {
      userId = value;
    }

    /** Returns the movie. */
    public int getMovieId() {
      return movieId;
    }

    /** Sets the movie. */
    public void setMovieId(int value) {
      movieId = value;
    }

    /** Returns the rating. */
    public float getRating() {
      return rating;
    }

    /** Sets the rating. */
    public void setRating(float value) {
      rating = value;
    }

    /** Returns the time. */
    public long getTimestamp() {
      return timestamp;
    }

    /** Sets the time. */
    public void setTimestamp(long value) {
      timestamp = value;
    }

    static Rating parseRating(String line) {
      String[] fields = line.split("\t", -1);
      Rating rating = new Rating();
      rating.userId = Integer.parseInt(fields[0]);
      rating.movieId = Integer.parseInt(fields[1]);
      rating.rating = Float.parseFloat(fields[2]);
      rating.timestamp = Long.parseLong(fields[3]);
      return rating;
    }
  }

  @Test
  void theMovieLensExampleRuns() {
    SparkSession spark = LocalSpark.session();
    Path file = SharedData.require("data/ml-100k/u.data");
    JavaRDD<Rating> ratingsRDD =
        spark.read().textFile(file.toString()).javaRDD().map(Rating::parseRating);
    Dataset<Row> ratings = spark.createDataFrame(ratingsRDD, Rating.class);
    Dataset<Row>[] splits = ratings.randomSplit(new double[] {0.8, 0.2}, 1);
    Dataset<Row> training = splits[0];
    Dataset<Row> test = splits[1];

    GravityMF als =
        new GravityMF()
            .setMaxIter(5)
            .setRegParam(0.01)
            .setUserCol("userId")
            .setItemCol("movieId")
            .setRatingCol("rating");
    GravityMFModel model = als.fit(training);

    model.setColdStartStrategy("drop");
    Dataset<Row> predictions = model.transform(test);
    RegressionEvaluator evaluator =
        new RegressionEvaluator()
            .setMetricName("rmse")
            .setLabelCol("rating")
            .setPredictionCol("prediction");
    double rmse = evaluator.evaluate(predictions);
    ALS mllibs =
        new ALS()
            .setMaxIter(5)
            .setRegParam(0.01)
            .setUserCol("userId")
            .setItemCol("movieId")
            .setRatingCol("rating");
    ALSModel other = mllibs.fit(training);
    other.setColdStartStrategy("drop");
    assertThat(rmse).isLessThan(evaluator.evaluate(other.transform(test)));

    Dataset<Row> userRecs = model.recommendForAllUsers(10);
    assertThat(userRecs.columns()).containsExactly("userId", "recommendations");
    assertThat(model.recommendForAllItems(10).columns())
        .containsExactly("movieId", "recommendations");
    Dataset<Row> users = ratings.select(als.getUserCol()).distinct().limit(3);
    assertThat(model.recommendForUserSubset(users, 10).count()).isEqualTo(3);
    Dataset<Row> movies = training.select(als.getItemCol()).distinct().limit(3);
    List<Row> best = model.recommendForItemSubset(movies, 10).collectAsList();
    assertThat(best).hasSize(3);
    assertThat(best.get(0).getList(1)).hasSize(10);
  }

  @Test
  void crossValidatorAndPipelineRun(@TempDir Path folder) throws Exception {
    Dataset<Row> ratings = GravityMFTest.ratings(DataTypes.IntegerType, 2).cache();
    GravityMF als =
        new GravityMF().setMaxIter(1).setNumBlocks(1).setColdStartStrategy("drop").setRank(3);
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {als});
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(als.regParam(), new double[] {0.01, 100}).build();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEvaluator(new RegressionEvaluator().setLabelCol("rating"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1);
    CrossValidatorModel found = validator.fit(ratings);
    assertThat(found.avgMetrics()).hasSize(2).doesNotContain(Double.NaN);
    // The ratings are random: what shrinks to the mean is best.
    assertThat(found.avgMetrics()[1]).isLessThan(found.avgMetrics()[0]);

    String path = folder.resolve("pipeline").toString();
    ((PipelineModel) found.bestModel()).save(path);
    GravityMFModel again = (GravityMFModel) PipelineModel.load(path).stages()[0];
    assertThat(again.rank()).isEqualTo(3);
    assertThat(again.transform(ratings).count()).isEqualTo(4000);
  }
}

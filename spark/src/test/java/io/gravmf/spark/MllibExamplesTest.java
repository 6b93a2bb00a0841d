package io.gravmf.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * MLlib's documented examples of ALS with the class's name replaced and nothing else, beside
 * MLlib's own, on ratings in the format of its sample.
 */
class MllibExamplesTest {

  /** Of two trainings of one objective from factors drawn otherwise. */
  private static final double NOT_WORSE = 1.05;

  @TempDir static Path folder;
  private static Dataset<Row> ratings;
  private static Dataset<Row> training;
  private static Dataset<Row> test;

  @BeforeAll
  static void readRatings() throws IOException {
    SparkSession spark = LocalSpark.session();
    Path file = MllibSample.write(folder.resolve("sample_movielens_ratings.txt"));
    JavaRDD<MllibSample.Rating> ratingsRdd =
        spark.read().textFile(file.toString()).javaRDD().map(MllibSample.Rating::parseRating);
    ratings = spark.createDataFrame(ratingsRdd, MllibSample.Rating.class).cache();
    Dataset<Row>[] splits = ratings.randomSplit(new double[] {0.8, 0.2}, 1);
    training = splits[0].cache();
    test = splits[1].cache();
  }

  private static RegressionEvaluator evaluator() {
    return new RegressionEvaluator()
        .setMetricName("rmse")
        .setLabelCol("rating")
        .setPredictionCol("prediction");
  }

  /** JavaALSExample. */
  @Test
  void movieLensExampleRunsWithTheClassReplaced() {
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
    double rmse = evaluator().evaluate(predictions);

    Dataset<Row> userRecs = model.recommendForAllUsers(10);
    Dataset<Row> movieRecs = model.recommendForAllItems(10);
    Dataset<Row> users = ratings.select(als.getUserCol()).distinct().limit(3);
    Dataset<Row> userSubsetRecs = model.recommendForUserSubset(users, 10);
    Dataset<Row> movies = ratings.select(als.getItemCol()).distinct().limit(3);
    Dataset<Row> movieSubSetRecs = model.recommendForItemSubset(movies, 10);

    ALS mllib =
        new ALS()
            .setMaxIter(5)
            .setRegParam(0.01)
            .setUserCol("userId")
            .setItemCol("movieId")
            .setRatingCol("rating")
            .setColdStartStrategy("drop");
    var expected = mllib.fit(training);
    assertThat(rmse).isLessThan(NOT_WORSE * evaluator().evaluate(expected.transform(test)));
    assertThat(predictions.count()).isEqualTo(test.count());
    assertThat(userRecs.schema().catalogString())
        .isEqualTo(expected.recommendForAllUsers(10).schema().catalogString());
    assertThat(movieRecs.schema().catalogString())
        .isEqualTo(expected.recommendForAllItems(10).schema().catalogString());
    assertThat(userRecs.count()).isEqualTo(30);
    assertThat(movieRecs.count()).isEqualTo(100);
    assertThat(userSubsetRecs.count()).isEqualTo(3);
    for (Row row : movieSubSetRecs.collectAsList()) {
      assertThat(row.getList(1)).hasSize(10);
    }
  }

  /** The tuning guide's cross-validation, of a pipeline whose last stage this is. */
  @Test
  void crossValidatorChoosesAmongItsParameters() {
    GravityMF als =
        new GravityMF()
            .setMaxIter(3)
            .setUserCol("userId")
            .setItemCol("movieId")
            .setColdStartStrategy("drop");
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {als});
    ParamMap[] paramGrid =
        new ParamGridBuilder()
            .addGrid(als.rank(), new int[] {3})
            .addGrid(als.regParam(), new double[] {0.1, 100})
            .build();
    CrossValidator cv =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEvaluator(evaluator())
            .setEstimatorParamMaps(paramGrid)
            .setNumFolds(2)
            .setParallelism(2)
            .setSeed(1);
    CrossValidatorModel cvModel = cv.fit(training);

    double[] errors = cvModel.avgMetrics();
    assertThat(errors).hasSize(2);
    assertThat(errors[0]).isLessThan(errors[1]);
    assertThat(evaluator().evaluate(cvModel.transform(test))).isLessThan(errors[1]);
  }

  /** The cold start strategy nan spoils a metric; drop does not, in any case of letters. */
  @Test
  void unknownUsersAreNanUnlessTheyAreDropped() {
    Dataset<Row> asked =
        training.limit(2).withColumn("userId", functions.lit(1000)).union(test.limit(3));
    GravityMFModel model =
        new GravityMF().setMaxIter(1).setUserCol("userId").setItemCol("movieId").fit(training);
    assertThat(model.getColdStartStrategy()).isEqualTo("nan");
    assertThat(evaluator().evaluate(model.transform(asked))).isNaN();
    assertThat(model.setColdStartStrategy("DROP").transform(asked).count()).isEqualTo(3);
  }

  /** ALS takes any numeric type for ids whose values are integers in the range of int. */
  @Test
  void idsAreOfAnyNumericType() {
    GravityMF als =
        new GravityMF().setRank(2).setMaxIter(1).setUserCol("userId").setItemCol("movieId");
    List<String> expected = null;
    for (String type : List.of("int", "bigint", "decimal(12,0)")) {
      Dataset<Row> cast =
          training.withColumn("userId", functions.col("userId").cast(type)).coalesce(1);
      List<String> found =
          als.fit(cast).userFactors().collectAsList().stream().map(Row::toString).sorted().toList();
      assertThat(found).as(type).isEqualTo(expected == null ? found : expected);
      expected = found;
    }
  }
}

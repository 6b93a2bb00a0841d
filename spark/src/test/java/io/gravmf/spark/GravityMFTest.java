package io.gravmf.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimator and its model as a program meets them. */
class GravityMFTest {

  private static final int USERS = 300;
  private static final int ITEMS = 150;

  private static GravityMF small() {
    return new GravityMF().setRank(6).setMaxIter(3).setNumBlocks(2).setSeed(7);
  }

  /** Ratings by ids with gaps, as integers or as text. */
  static Dataset<Row> ratings(DataType ids, int partitions) {
    Random random = new Random(1);
    List<Row> rows = new ArrayList<>();
    for (int k = 0; k < 4000; k++) {
      int user = 3 * random.nextInt(USERS) - 50;
      int item = 7 * random.nextInt(ITEMS);
      float rating = 1 + random.nextInt(9) / 2f;
      boolean text = ids.equals(DataTypes.StringType);
      rows.add(
          text
              ? RowFactory.create("u" + user, "é" + item, rating)
              : RowFactory.create(user, item, rating));
    }
    StructType schema =
        new StructType().add("user", ids).add("item", ids).add("rating", DataTypes.FloatType);
    return LocalSpark.session().createDataFrame(rows, schema).repartition(partitions);
  }

  private static List<String> rows(Dataset<Row> frame) {
    return frame.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @ParameterizedTest
  @CsvSource({"als, false, false", "als-cg, true, false", "als, true, true", "adamw, true, false"})
  void numbersOfPartitionsAndBlocksChangeNoBit(String solver, boolean biases, boolean implicit) {
    GravityMF als =
        small().setSolver(solver).setBiases(biases).setImplicitPrefs(implicit).setMaxIter(2);
    List<List<String>> found = new ArrayList<>();
    for (int blocks : new int[] {1, 3, 8}) {
      GravityMFModel model =
          als.copy(org.apache.spark.ml.param.ParamMap.empty())
              .setNumBlocks(blocks)
              .fit(ratings(DataTypes.IntegerType, blocks));
      List<String> all = new ArrayList<>(rows(model.userFactors()));
      all.addAll(rows(model.itemFactors()));
      all.add(model.summary().sweeps().get(1).loss().toString());
      found.add(all);
    }
    assertThat(found.get(1)).isEqualTo(found.get(0));
    assertThat(found.get(2)).isEqualTo(found.get(0));
    assertThat(found.get(0)).hasSizeGreaterThan(USERS);
  }

  @Test
  void predictsAndRecommendsWhatTheExportedModelPredicts(@TempDir Path folder) {
    for (DataType ids : List.of(DataTypes.IntegerType, DataTypes.StringType)) {
      Dataset<Row> ratings = ratings(ids, 3);
      GravityMFModel model = small().setBiases(true).setGravity(0.05).fit(ratings);
      Path to = folder.resolve(ids.typeName());
      model.exportTo(to);
      Model engine = ModelFiles.load(to);

      assertThat(engine.provenance().trainRatings()).isEqualTo(4000);
      for (Row row : model.transform(ratings).limit(200).collectAsList()) {
        int user = engine.userIds().row(row.get(0).toString());
        int item = engine.itemIds().row(row.get(1).toString());
        assertThat((double) row.<Float>getAs("prediction"))
            .isCloseTo(engine.predict(user, item), within(1e-6));
      }
      for (Row row : model.recommendForAllUsers(3).collectAsList()) {
        List<Row> best = row.getList(1);
        int user = engine.userIds().row(row.get(0).toString());
        double worst = best.get(2).getFloat(1);
        assertThat(best.get(0).getFloat(1)).isGreaterThanOrEqualTo(best.get(1).getFloat(1));
        long better = 0;
        for (int item = 0; item < engine.itemFactors().rows(); item++) {
          better += engine.predict(user, item) > worst + 1e-5 ? 1 : 0;
        }
        assertThat(better).isLessThanOrEqualTo(2);
        assertThat((double) best.get(0).getFloat(1))
            .isCloseTo(
                engine.predict(user, engine.itemIds().row(best.get(0).get(0).toString())),
                within(1e-5));
      }
      assertSame(GravityMFModel.importFrom(LocalSpark.session(), to), model);
    }
  }

  @Test
  void savedModelsAndEstimatorsAreReadBack(@TempDir Path folder) throws Exception {
    Dataset<Row> ratings = ratings(DataTypes.IntegerType, 2);
    GravityMF als = small().setPenaltyExponent(0.5).setColdStartStrategy("drop");
    als.save(folder.resolve("estimator").toString());
    GravityMF read = GravityMF.load(folder.resolve("estimator").toString());
    assertThat(read.explainParams()).isEqualTo(als.explainParams());

    GravityMFModel model = als.fit(ratings);
    String path = folder.resolve("model").toString();
    model.save(path);
    GravityMFModel again = GravityMFModel.load(path);
    assertThat(again.uid()).isEqualTo(model.uid());
    assertThat(again.rank()).isEqualTo(6);
    assertThat(again.getColdStartStrategy()).isEqualTo("drop");
    assertThat(again.summary()).isEqualTo(model.summary());
    assertSame(again, model);
  }

  /** Predictions and recommendations are functions of these, and queries take their time. */
  private static void assertSame(GravityMFModel found, GravityMFModel expected) {
    assertThat(found.mean()).isEqualTo(expected.mean());
    assertThat(rows(found.userFactors())).isEqualTo(rows(expected.userFactors()));
    assertThat(rows(found.itemFactors())).isEqualTo(rows(expected.itemFactors()));
  }

  @Test
  void unknownUsersAndItemsAreNanOrDropped() {
    Dataset<Row> ratings = ratings(DataTypes.IntegerType, 2);
    GravityMFModel model = small().fit(ratings);
    Row known = ratings.head();
    StructType schema =
        new StructType().add("user", DataTypes.IntegerType).add("item", DataTypes.LongType);
    Dataset<Row> asked =
        LocalSpark.session()
            .createDataFrame(
                List.of(
                    RowFactory.create(known.getInt(0), (long) known.getInt(1)),
                    RowFactory.create(known.getInt(0), 1_000_001L),
                    RowFactory.create(1_000_001, (long) known.getInt(1))),
                schema);
    List<Float> all =
        model.transform(asked).collectAsList().stream()
            .map(row -> row.<Float>getAs("prediction"))
            .toList();
    assertThat(all).hasSize(3).filteredOn(value -> value.isNaN()).hasSize(2);
    assertThat(model.setColdStartStrategy("drop").transform(asked).count()).isEqualTo(1);
    assertThat(model.recommendForUserSubset(asked, 4).count()).isEqualTo(1);
    assertThat(model.recommendForItemSubset(asked.select("item"), 4).count()).isEqualTo(1);
  }

  @Test
  void whatAlsRefusesIsRefused() {
    Dataset<Row> ratings = ratings(DataTypes.IntegerType, 1);
    assertThatThrownBy(() -> small().setNonnegative(true).fit(ratings))
        .hasMessageContaining("nonnegative=true is not offered");
    assertThatThrownBy(() -> small().setRank(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> small().setColdStartStrategy("x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> small().setItemCol("movie").fit(ratings))
        .hasMessageContaining("there is no column movie; there are user, item, rating");
    for (String id : List.of("2147483648L", "0.5D", "CAST(NULL AS INT)")) {
      Dataset<Row> wrong = ratings.withColumn("item", org.apache.spark.sql.functions.expr(id));
      assertThatThrownBy(() -> small().fit(wrong))
          .as(id)
          .hasStackTraceContaining("expected an id: an integer in the range of int");
    }
    assertThatThrownBy(() -> small().fit(ratings.limit(0)))
        .hasMessageContaining("there are no ratings");
  }

  /** ALS refuses these by its queries; a task's stack trace would be all that there is to read. */
  @Test
  void ratingsThatAreNoNumbersAreRefusedByTheirColumn() {
    Dataset<Row> ratings = ratings(DataTypes.IntegerType, 1);
    for (String rating : List.of("NaN", "-Infinity", "1.0E300")) {
      Dataset<Row> wrong =
          ratings.withColumn(
              "rating", org.apache.spark.sql.functions.expr("double('" + rating + "')"));
      assertThatThrownBy(() -> small().fit(wrong))
          .isInstanceOf(org.apache.spark.SparkRuntimeException.class)
          .hasMessageContaining("column rating has " + rating + ", expected a rating: a finite");
    }
    Dataset<Row> negative =
        ratings.withColumn("rating", org.apache.spark.sql.functions.expr("-rating"));
    assertThatThrownBy(() -> small().setImplicitPrefs(true).fit(negative))
        .isInstanceOf(org.apache.spark.SparkRuntimeException.class)
        .hasMessageContaining("with implicitPrefs it is a weight");
  }

  @Test
  void aColumnOfPredictionsIsNotOverwritten() {
    Dataset<Row> ratings = ratings(DataTypes.IntegerType, 1);
    Dataset<Row> predicted = small().fit(ratings).transform(ratings);
    assertThatThrownBy(() -> small().fit(predicted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("column prediction exists already");
    assertThatThrownBy(() -> small().fit(ratings).transform(predicted))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(small().fit(ratings).setPredictionCol("second").transform(predicted).columns())
        .containsExactly("user", "item", "rating", "prediction", "second");
  }

  @Test
  void withoutSweepsFactorsAreThoseDrawn(@TempDir Path folder) throws Exception {
    GravityMFModel model = small().setMaxIter(0).fit(ratings(DataTypes.IntegerType, 2));
    for (Row row : model.itemFactors().limit(5).collectAsList()) {
      List<Float> features = row.getList(1);
      assertThat(features.stream().mapToDouble(x -> x * x).sum()).isCloseTo(1, within(1e-5));
    }
    String path = folder.resolve("model").toString();
    model.save(path);
    assertThat(GravityMFModel.load(path).summary().sweeps()).isEmpty();
    model.exportTo(folder.resolve("engine"));
  }

  /** A data set of integers is asked of a model of text where one part of a column has no text. */
  @Test
  void integersAndTextMeetAsText() {
    Dataset<Row> ratings = ratings(DataTypes.IntegerType, 1);
    Dataset<Row> texts =
        ratings.withColumn(
            "user", org.apache.spark.sql.functions.expr("if(user = 1, 'u', cast(user as string))"));
    GravityMFModel ofText = small().fit(texts);
    GravityMFModel ofIntegers = small().fit(ratings);
    Dataset<Row> known = ratings.filter("user <> 1").limit(50);
    assertThat(ofText.transform(known).filter("isnan(prediction)").count()).isZero();
    assertThat(ofIntegers.transform(texts).filter("isnan(prediction) <> (user = 'u')").count())
        .isZero();
    long users = known.select("user").distinct().count();
    assertThat(ofText.recommendForUserSubset(known, 2).count()).isEqualTo(users);
    assertThat(ofIntegers.recommendForUserSubset(texts.limit(50), 2).columns())
        .containsExactly("user", "recommendations");
  }

  @Test
  void namesOfColumnsAreAnything() {
    Dataset<Row> ratings =
        ratings(DataTypes.IntegerType, 1)
            .withColumnRenamed("user", "u.id")
            .withColumn("id", org.apache.spark.sql.functions.lit(1))
            .withColumn("features", org.apache.spark.sql.functions.lit(1))
            .withColumn("asked", org.apache.spark.sql.functions.lit(1));
    GravityMFModel model = small().setUserCol("u.id").fit(ratings);
    assertThat(model.transform(ratings).columns())
        .containsExactly("u.id", "item", "rating", "id", "features", "asked", "prediction");
    assertThat(model.recommendForUserSubset(ratings.limit(1), 2).columns()[0]).isEqualTo("u.id");
    assertThat(model).hasToString("GravityMFModel: uid=" + model.uid() + ", rank=6");
  }
}

package io.gravmf.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/** A trained model: what MLlib's {@code ALSModel} offers, and the way to the engine's models. */
public final class GravityMFModel extends Model<GravityMFModel>
    implements GravityMFModelParams, MLWritable {

  private static final long serialVersionUID = 1;

  private final String uid;
  private final ModelParamSet params;
  private final int rank;
  private final transient Dataset<Row> userFactors;
  private final transient Dataset<Row> itemFactors;
  private final transient Training training;

  GravityMFModel(
      String uid, int rank, Dataset<Row> userFactors, Dataset<Row> itemFactors, Training training) {
    this.uid = uid;
    this.rank = rank;
    this.userFactors = userFactors;
    this.itemFactors = itemFactors;
    this.training = training;
    params = new ModelParamSet(this);
  }

  /** Returns a reader of models that {@link #save} wrote. */
  public static MLReader<GravityMFModel> read() {
    return new ModelStore.Reader();
  }

  /** Reads a model that {@link #save} wrote. */
  public static GravityMFModel load(String path) {
    return read().load(path);
  }

  /**
   * Reads a model of the engine, from a folder that {@code gravmf train} or {@link #exportTo}
   * wrote.
   *
   * @throws io.gravmf.data.InvalidInputException if it is missing or damaged
   */
  public static GravityMFModel importFrom(SparkSession spark, Path folder) {
    return ModelFolders.read(spark, Identifiable$.MODULE$.randomUID("gravityMF"), folder);
  }

  /**
   * Writes a model of the engine, which {@code gravmf} reads: the factors are brought to the
   * driver.
   *
   * @throws IllegalStateException if it has more than one machine's engine can hold
   * @throws io.gravmf.data.InvalidInputException if the folder cannot be written
   */
  public void exportTo(Path folder) {
    ModelFolders.write(this, folder);
  }

  @Override
  public MLWriter write() {
    return new ModelStore.Writer(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ModelParamSet paramSet() {
    return params;
  }

  @Override
  public GravityMFModel copy(ParamMap extra) {
    GravityMFModel copied = new GravityMFModel(uid, rank, userFactors, itemFactors, training);
    return copyValues(copied, extra).setParent(parent());
  }

  @Override
  public String toString() {
    return "GravityMFModel: uid=" + uid + ", rank=" + rank;
  }

  /** Returns d, the number of factors. */
  public int rank() {
    return rank;
  }

  /** Returns the users' factors: {@code id}, {@code features} and, with biases, {@code bias}. */
  public Dataset<Row> userFactors() {
    return userFactors;
  }

  /** Returns the items' factors: {@code id}, {@code features} and, with biases, {@code bias}. */
  public Dataset<Row> itemFactors() {
    return itemFactors;
  }

  /** Returns what every prediction has in it: the mean rating, or 0. */
  public double mean() {
    return training.mean();
  }

  /** Returns the objective and its terms after every sweep. */
  public GravityMFSummary summary() {
    return training.summary();
  }

  Training training() {
    return training;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Columns.requireIds(schema, getUserCol());
    Columns.requireIds(schema, getItemCol());
    return Columns.addPredictions(schema, getPredictionCol());
  }

  /** Adds predictions; NaN for a user or an item that is unknown, or such rows are dropped. */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    // Names that no data set has.
    String user = uid + " user ";
    String item = uid + " item ";
    Dataset<Row> users = renamed(userFactors, user);
    Dataset<Row> items = renamed(itemFactors, item);
    Dataset<Row> found =
        dataset
            .withColumn(user, Columns.ids(dataset, getUserCol()))
            .withColumn(item, Columns.ids(dataset, getItemCol()));
    found =
        found
            .join(users, Columns.isSameId(found, user, users, user + FactorFrames.ID), "left")
            .join(items, Columns.isSameId(found, item, items, item + FactorFrames.ID), "left");
    UserDefinedFunction dot =
        udf((Seq<Float> u, Seq<Float> v) -> product(u, v), DataTypes.DoubleType);
    Column prediction =
        dot.apply(named(user + FactorFrames.FEATURES), named(item + FactorFrames.FEATURES))
            .plus(lit(mean()));
    List<String> own = new ArrayList<>(List.of(user, item));
    own.addAll(List.of(users.columns()));
    own.addAll(List.of(items.columns()));
    if (FactorFrames.hasBiases(userFactors)) {
      prediction =
          prediction
              .plus(coalesce(named(user + FactorFrames.BIAS), lit(0f)))
              .plus(coalesce(named(item + FactorFrames.BIAS), lit(0f)));
    }
    Dataset<Row> predicted =
        found
            .withColumn(getPredictionCol(), prediction.cast(DataTypes.FloatType))
            .drop(own.toArray(String[]::new));
    return ModelParamSet.lower(getColdStartStrategy()).equals("drop")
        ? predicted.na().drop(new String[] {getPredictionCol()})
        : predicted;
  }

  private static Dataset<Row> renamed(Dataset<Row> factors, String side) {
    Dataset<Row> renamed = factors;
    for (String column : factors.columns()) {
      renamed = renamed.withColumnRenamed(column, side + column);
    }
    return renamed;
  }

  private static Column named(String column) {
    return col("`" + column + "`");
  }

  /** Sums in float64, as the engine does. */
  private static double product(Seq<Float> u, Seq<Float> v) {
    if (u == null || v == null) {
      return Double.NaN;
    }
    double sum = 0;
    for (int k = 0; k < u.size(); k++) {
      sum += (double) u.apply(k) * v.apply(k);
    }
    return sum;
  }

  /** Returns the best items for every user: its id, and an array of items and predictions. */
  public Dataset<Row> recommendForAllUsers(int items) {
    return recommendItems(userFactors, items);
  }

  /** Returns the best users for every item: its id, and an array of users and predictions. */
  public Dataset<Row> recommendForAllItems(int users) {
    return recommendUsers(itemFactors, users);
  }

  /**
   * Returns the best items for the users of a data set; those that are unknown are left out.
   *
   * @param dataset with a column of user ids
   */
  public Dataset<Row> recommendForUserSubset(Dataset<?> dataset, int items) {
    return recommendItems(subset(dataset, getUserCol(), userFactors), items);
  }

  /**
   * Returns the best users for the items of a data set; those that are unknown are left out.
   *
   * @param dataset with a column of item ids
   */
  public Dataset<Row> recommendForItemSubset(Dataset<?> dataset, int users) {
    return recommendUsers(subset(dataset, getItemCol(), itemFactors), users);
  }

  private static Dataset<Row> subset(Dataset<?> dataset, String column, Dataset<Row> factors) {
    String asked = "asked";
    Columns.requireIds(dataset.schema(), column);
    Dataset<Row> ids =
        dataset
            .filter(Columns.column(dataset, column).isNotNull())
            .select(Columns.ids(dataset, column).as(asked))
            .distinct();
    return factors.join(ids, Columns.isSameId(ids, asked, factors, FactorFrames.ID)).drop(asked);
  }

  private Dataset<Row> recommendItems(Dataset<Row> users, int count) {
    return new Recommendations(mean(), getBlockSize())
        .find(users, getUserCol(), itemFactors, getItemCol(), count);
  }

  private Dataset<Row> recommendUsers(Dataset<Row> items, int count) {
    return new Recommendations(mean(), getBlockSize())
        .find(items, getItemCol(), userFactors, getUserCol(), count);
  }

  /** Sets the column of user ids. */
  public GravityMFModel setUserCol(String value) {
    set(userCol(), value);
    return this;
  }

  /** Sets the column of item ids. */
  public GravityMFModel setItemCol(String value) {
    set(itemCol(), value);
    return this;
  }

  /** Sets the column of predictions. */
  public GravityMFModel setPredictionCol(String value) {
    set(predictionCol(), value);
    return this;
  }

  /** Sets what becomes of unknown users and items: {@code nan} or {@code drop}. */
  public GravityMFModel setColdStartStrategy(String value) {
    set(coldStartStrategy(), value);
    return this;
  }

  /** Sets the rows that are searched together. */
  public GravityMFModel setBlockSize(int value) {
    set(blockSize(), value);
    return this;
  }
}

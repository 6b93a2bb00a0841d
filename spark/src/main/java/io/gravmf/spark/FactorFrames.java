package io.gravmf.spark;

import io.gravmf.data.FloatMatrix;
import io.gravmf.spark.block.FactorBlock;
import io.gravmf.spark.block.Ids;
import io.gravmf.spark.block.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Factors as data frames: {@code id}, {@code features} and, with biases, {@code bias}. */
final class FactorFrames {

  static final String ID = "id";
  static final String FEATURES = "features";
  static final String BIAS = "bias";

  private FactorFrames() {}

  private static StructType schema(DataType id, boolean biases) {
    StructType schema =
        new StructType()
            .add(ID, id, false)
            .add(FEATURES, DataTypes.createArrayType(DataTypes.FloatType, false), false);
    return biases ? schema.add(BIAS, DataTypes.FloatType, false) : schema;
  }

  private static DataType type(Ids ids) {
    return ids.areTexts() ? DataTypes.StringType : DataTypes.IntegerType;
  }

  /** Returns a side's blocks as a frame, its rows by ascending id. */
  static Dataset<Row> of(
      SparkSession spark, JavaRDD<FactorBlock> blocks, Layout layout, Broadcast<Ids> ids, int dim) {
    int[] first = layout.blockRows();
    JavaRDD<Row> rows =
        blocks.flatMap(
            block -> {
              List<Row> made = new ArrayList<>();
              int columns = block.columns();
              for (int at = 0; at < block.values().length; at += columns) {
                Object id = ids.value().get(first[block.number()] + at / columns);
                made.add(row(id, block.values(), at, dim, columns > dim));
              }
              return made.iterator();
            });
    // One column more than the factors is the bias.
    boolean biases = !blocks.isEmpty() && blocks.first().columns() > dim;
    return spark.createDataFrame(rows, schema(type(ids.value()), biases));
  }

  private static Row row(Object id, float[] values, int at, int dim, boolean bias) {
    float[] features = Arrays.copyOfRange(values, at, at + dim);
    return bias
        ? RowFactory.create(id, features, values[at + dim])
        : RowFactory.create(id, features);
  }

  /**
   * Returns one side of an engine's model as a frame.
   *
   * @param biases n × 1, or null
   */
  static Dataset<Row> of(SparkSession spark, FloatMatrix factors, FloatMatrix biases, Ids ids) {
    int dim = factors.columns();
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < factors.rows(); row++) {
      float[] features = Arrays.copyOfRange(factors.values(), row * dim, (row + 1) * dim);
      rows.add(
          biases == null
              ? RowFactory.create(ids.get(row), features)
              : RowFactory.create(ids.get(row), features, biases.get(row, 0)));
    }
    return spark.createDataFrame(rows, schema(type(ids), biases != null));
  }

  /** Returns whether a frame has biases. */
  static boolean hasBiases(Dataset<Row> frame) {
    return List.of(frame.columns()).contains(BIAS);
  }

  /** Writes a row's factors to a place. */
  static void copyFeatures(Row row, int column, float[] values, int at) {
    List<Float> features = row.getList(column);
    for (int k = 0; k < features.size(); k++) {
      values[at + k] = features.get(k);
    }
  }
}

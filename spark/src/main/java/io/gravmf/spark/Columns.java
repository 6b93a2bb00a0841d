package io.gravmf.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Columns of ids and ratings, checked as MLlib's ALS checks them. */
final class Columns {

  /** The greatest float, as the float64 that ratings are compared with. */
  private static final double GREATEST = Float.MAX_VALUE;

  private Columns() {}

  /**
   * Checks that a schema has a column of ids.
   *
   * @return the type that its ids have here: int or string
   * @throws IllegalArgumentException if the column is missing or neither numbers nor text
   */
  static DataType requireIds(StructType schema, String column) {
    DataType type = type(schema, column);
    if (type instanceof StringType) {
      return DataTypes.StringType;
    }
    if (type instanceof NumericType) {
      return DataTypes.IntegerType;
    }
    throw new IllegalArgumentException(
        "column " + column + " has type " + type.simpleString() + ", expected numbers or text");
  }

  /**
   * Checks that a schema has a column of numbers.
   *
   * @throws IllegalArgumentException if it is missing or something else
   */
  static void requireNumbers(StructType schema, String column) {
    DataType type = type(schema, column);
    if (!(type instanceof NumericType)) {
      throw new IllegalArgumentException(
          "column " + column + " has type " + type.simpleString() + ", expected numbers");
    }
  }

  /**
   * Adds a column of predictions.
   *
   * @throws IllegalArgumentException if there is one of that name
   */
  static StructType addPredictions(StructType schema, String column) {
    if (has(schema, column)) {
      throw new IllegalArgumentException(
          "column " + column + " exists already; set another predictionCol, or drop it");
    }
    return schema.add(column, DataTypes.FloatType);
  }

  private static boolean has(StructType schema, String column) {
    return Arrays.asList(schema.fieldNames()).contains(column);
  }

  private static DataType type(StructType schema, String column) {
    if (!has(schema, column)) {
      throw new IllegalArgumentException(
          "there is no column " + column + "; there are " + String.join(", ", schema.fieldNames()));
    }
    return schema.apply(column).dataType();
  }

  /** Returns a column of ids, as int or string; a value that is no id fails the query. */
  static Column ids(Dataset<?> dataset, String name) {
    Column column = column(dataset, name);
    if (requireIds(dataset.schema(), name).equals(DataTypes.StringType)) {
      return when(column.isNotNull(), column)
          .otherwise(raise_error(lit("column " + name + " has a null, expected an id")));
    }
    Column number = column.try_cast(DataTypes.IntegerType);
    Column found = shown(column);
    return when(number.equalTo(column), number)
        .otherwise(
            raise_error(
                concat(
                    lit("column " + name + " has "),
                    found,
                    lit(", expected an id: an integer in the range of int, or text"))));
  }

  /**
   * Returns whether a row of one frame has the id of another's. Integers and text are compared as
   * text: a file of ids may be all integers where the whole is not.
   */
  static Column isSameId(Dataset<?> a, String column, Dataset<?> b, String other) {
    Column one = column(a, column);
    Column two = column(b, other);
    return requireIds(a.schema(), column).equals(requireIds(b.schema(), other))
        ? one.equalTo(two)
        : one.cast(DataTypes.StringType).equalTo(two.cast(DataTypes.StringType));
  }

  /** Returns a column by its whole name, which may have dots in it. */
  static Column column(Dataset<?> dataset, String name) {
    return dataset.col("`" + name.replace("`", "``") + "`");
  }

  private static Column shown(Column column) {
    return coalesce(column.cast("string"), lit("a null"));
  }

  /**
   * Returns the ratings as float, 1 where there is no such column; one that is no number, or none
   * of float's, fails the query.
   *
   * @param implicit whether they are weights, which are not negative
   */
  static Column ratings(Dataset<?> dataset, String name, boolean implicit) {
    if (name.isEmpty()) {
      return lit(1f);
    }
    requireNumbers(dataset.schema(), name);
    Column rating = column(dataset, name);
    Column number = rating.cast(DataTypes.DoubleType);
    return when(
            number.between(implicit ? 0 : -GREATEST, GREATEST), rating.cast(DataTypes.FloatType))
        .otherwise(
            raise_error(
                concat(
                    lit("column " + name + " has "),
                    shown(rating),
                    lit(
                        implicit
                            ? ", expected 0 or more, in the range of float: with implicitPrefs it"
                                + " is a weight"
                            : ", expected a rating: a finite number in the range of float"))));
  }
}

package io.gravmf.spark;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Columns of ids and ratings, checked as MLlib's ALS checks them. */
final class Columns {

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

  private static DataType type(StructType schema, String column) {
    if (!java.util.Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException(
          "there is no column " + column + "; there are " + String.join(", ", schema.fieldNames()));
    }
    return schema.apply(column).dataType();
  }

  /** Returns a column of ids, as int or string; a value that is no id fails the query. */
  static Column ids(Dataset<?> dataset, String name) {
    Column column = dataset.col(name);
    if (requireIds(dataset.schema(), name).equals(DataTypes.StringType)) {
      return when(column.isNotNull(), column)
          .otherwise(raise_error(lit("column " + name + " has a null, expected an id")));
    }
    Column number = column.try_cast(DataTypes.IntegerType);
    Column found = org.apache.spark.sql.functions.coalesce(column.cast("string"), lit("a null"));
    return when(number.equalTo(column), number)
        .otherwise(
            raise_error(
                concat(
                    lit("column " + name + " has "),
                    found,
                    lit(", expected an id: an integer in the range of int, or text"))));
  }

  /** Returns the ratings as float, 1 where there is no such column. */
  static Column ratings(Dataset<?> dataset, String name) {
    if (name.isEmpty()) {
      return lit(1f);
    }
    requireNumbers(dataset.schema(), name);
    Column rating = dataset.col(name).cast(DataTypes.FloatType);
    return when(rating.isNotNull(), rating)
        .otherwise(raise_error(lit("column " + name + " has a null, expected a rating")));
  }
}

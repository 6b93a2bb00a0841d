package io.gravmf.spark.command;

import io.gravmf.spark.GravityMF;
import io.gravmf.spark.GravityMFModel;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Files of ratings as the options describe them, Parquet or CSV. */
final class RatingFiles {

  private final String format;
  private final boolean header;
  private final String delimiter;
  private final List<String> columns;

  private RatingFiles(String format, boolean header, String delimiter, List<String> columns) {
    this.format = format;
    this.header = header;
    this.delimiter = delimiter;
    this.columns = columns;
  }

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException if a value is wrong
   */
  static RatingFiles of(Options options) {
    String format = options.take("format", "");
    if (!List.of("", "parquet", "csv").contains(format)) {
      throw new IllegalArgumentException("--format is " + format + ", expected parquet or csv");
    }
    String delimiter = options.take("delimiter", ",");
    if (delimiter.isEmpty()) {
      throw new IllegalArgumentException("--delimiter is empty, expected what divides columns");
    }
    String names = options.take("columns", "");
    boolean tab = delimiter.equalsIgnoreCase("tab") || delimiter.equals("\\t");
    return new RatingFiles(
        format,
        options.choose("header", "false", "true").equals("true"),
        tab ? "\t" : delimiter,
        names.isEmpty() ? List.of() : List.of(names.split(",", -1)));
  }

  /**
   * Reads ratings and tells an estimator the names of their columns: user, item and rating, in that
   * order, unless its own have been set.
   */
  Dataset<Row> read(SparkSession spark, String path, GravityMF als) {
    if (!isCsv(path)) {
      Dataset<Row> ratings = parquet(spark, path);
      name(als, ratings.columns());
      return ratings;
    }
    CsvFile file = csv(spark, path);
    name(als, file.columns());
    return file.read(List.of(als.getUserCol(), als.getItemCol()), als.getRatingCol());
  }

  private static void name(GravityMF als, String[] names) {
    if (!als.isSet(als.userCol())) {
      als.setUserCol(names[0]);
    }
    if (!als.isSet(als.itemCol())) {
      als.setItemCol(names[1]);
    }
    if (!als.isSet(als.ratingCol())) {
      als.setRatingCol(names.length > 2 ? names[2] : "");
    }
  }

  /** Reads pairs of a user and an item, and tells a model the names of their columns. */
  Dataset<Row> readPairs(SparkSession spark, String path, GravityMFModel model) {
    if (!isCsv(path)) {
      Dataset<Row> pairs = parquet(spark, path);
      model.setUserCol(pairs.columns()[0]).setItemCol(pairs.columns()[1]);
      return pairs;
    }
    CsvFile file = csv(spark, path);
    model.setUserCol(file.columns()[0]).setItemCol(file.columns()[1]);
    return file.read(List.of(model.getUserCol(), model.getItemCol()), "");
  }

  private boolean isCsv(String path) {
    return format.isEmpty() ? !path.endsWith(".parquet") : format.equals("csv");
  }

  private Dataset<Row> parquet(SparkSession spark, String path) {
    Dataset<Row> all = spark.read().parquet(path);
    Dataset<Row> wanted = columns.isEmpty() ? all : select(all, path, all.columns());
    requirePairs(path, wanted.columns(), "");
    return wanted;
  }

  private CsvFile csv(SparkSession spark, String path) {
    CsvFile file = new CsvFile(spark, path, header, delimiter);
    String[] there = file.columns();
    requirePairs(
        path,
        there,
        "; --delimiter says what divides them, and is "
            + (delimiter.equals("\t") ? "tab" : delimiter));
    if (columns.isEmpty()) {
      return file;
    }
    if (header) {
      requireNamed(path, there);
      return file.select(columns);
    }
    if (columns.size() > there.length) {
      throw new IllegalArgumentException(
          path + ": --columns names " + columns.size() + ", but there are " + there.length);
    }
    String[] names = there.clone();
    for (int k = 0; k < columns.size(); k++) {
      names[k] = columns.get(k);
    }
    return file.rename(names);
  }

  private Dataset<Row> select(Dataset<Row> all, String path, String[] there) {
    requireNamed(path, there);
    return all.select(columns.stream().map(CsvFile::column).toArray(Column[]::new));
  }

  private void requireNamed(String path, String[] there) {
    for (String name : columns) {
      if (!Arrays.asList(there).contains(name)) {
        throw new IllegalArgumentException(
            path + ": there is no column " + name + "; there are " + String.join(", ", there));
      }
    }
  }

  private static void requirePairs(String path, String[] there, String hint) {
    if (there.length == 0) {
      throw new IllegalArgumentException(path + ": found nothing, expected ratings");
    }
    if (there.length == 1) {
      throw new IllegalArgumentException(
          path + ": found 1 column, " + there[0] + ", expected user, item and rating" + hint);
    }
  }
}

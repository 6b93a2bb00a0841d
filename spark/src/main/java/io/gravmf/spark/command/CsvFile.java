package io.gravmf.spark.command;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.trim;

import io.gravmf.data.InvalidInputException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Delimited text. Spark gives nulls for what it cannot read and drops what is too much; here the
 * first line of either kind is refused, by its number, before anything is computed.
 */
final class CsvFile {

  /** The longest part of a line that a message shows. */
  private static final int SHOWN = 80;

  private static final String LINE = "gravmf line";
  private static final String NUMBER = "gravmf number";
  private static final String PARSED = "gravmf parsed";

  private final SparkSession spark;
  private final String path;
  private final boolean header;
  private final Map<String, String> options;
  private final StructType found;
  private final List<String> selected;

  /** Looks which columns there are, and of which type. */
  CsvFile(SparkSession spark, String path, boolean header, String delimiter) {
    this(spark, path, header, options(delimiter));
  }

  private CsvFile(SparkSession spark, String path, boolean header, Map<String, String> options) {
    this(
        spark,
        path,
        header,
        options,
        spark
            .read()
            .options(options)
            .option("header", header)
            .option("inferSchema", true)
            .csv(path)
            .schema(),
        List.of());
  }

  private CsvFile(
      SparkSession spark,
      String path,
      boolean header,
      Map<String, String> options,
      StructType found,
      List<String> selected) {
    this.spark = spark;
    this.path = path;
    this.header = header;
    this.options = options;
    this.found = found;
    this.selected = selected;
  }

  private static Map<String, String> options(String delimiter) {
    Map<String, String> options = new HashMap<>();
    options.put("sep", delimiter);
    options.put("mode", "PERMISSIVE");
    options.put("columnNameOfCorruptRecord", LINE);
    options.put("ignoreLeadingWhiteSpace", "true");
    options.put("ignoreTrailingWhiteSpace", "true");
    return options;
  }

  /** Returns the names of the columns. */
  String[] columns() {
    return selected.isEmpty() ? found.fieldNames() : selected.toArray(String[]::new);
  }

  /** Returns some of the columns, in another order. */
  CsvFile select(List<String> names) {
    return new CsvFile(spark, path, header, options, found, names);
  }

  /** Returns the same columns under other names. */
  CsvFile rename(String[] names) {
    StructType renamed = new StructType();
    for (int k = 0; k < names.length; k++) {
      renamed = renamed.add(names[k], found.fields()[k].dataType());
    }
    return new CsvFile(spark, path, header, options, renamed, List.of());
  }

  /**
   * Reads the rows.
   *
   * @param ids the columns of ids: numbers where all are in the range of int, else text
   * @param rating the column of ratings; empty: none
   * @throws InvalidInputException if a line is something else, naming the first
   */
  Dataset<Row> read(List<String> ids, String rating) {
    List<String> needed = new ArrayList<>(ids);
    if (!rating.isEmpty()) {
      needed.add(rating);
    }
    for (String name : needed) {
      if (!Arrays.asList(found.fieldNames()).contains(name)) {
        throw new InvalidInputException(
            path + ": there is no column " + name + "; there are " + String.join(", ", columns()));
      }
    }
    StructType schema = schema(ids, rating).add(LINE, DataTypes.StringType);
    Dataset<Row> all =
        spark.read().options(options).option("header", header).schema(schema).csv(path);
    List<Row> wrong =
        all.filter(isWrong("", needed, rating)).select(input_file_name()).takeAsList(1);
    if (!wrong.isEmpty()) {
      throw new InvalidInputException(describe(wrong.get(0).getString(0), schema, needed, rating));
    }
    return all.select(Arrays.stream(columns()).map(CsvFile::column).toArray(Column[]::new));
  }

  private StructType schema(List<String> ids, String rating) {
    StructType schema = new StructType();
    for (StructField field : found.fields()) {
      DataType type = field.dataType();
      if (field.name().equals(rating)) {
        type = DataTypes.DoubleType;
      } else if (ids.contains(field.name()) && !isNumber(type)) {
        type = DataTypes.StringType;
      }
      schema = schema.add(field.name(), type);
    }
    return schema;
  }

  /** What Spark takes for dates, flags and greater integers are ids in text. */
  private static boolean isNumber(DataType type) {
    return type instanceof IntegerType || type instanceof DoubleType || type instanceof FloatType;
  }

  /** Returns a column by its whole name. */
  static Column column(String name) {
    return col(quoted(name));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** Whether a row is of a line that has more or less than it should, or something else. */
  private static Column isWrong(String within, List<String> needed, String rating) {
    Column wrong = col(within + quoted(LINE)).isNotNull();
    for (String name : needed) {
      wrong = wrong.or(col(within + quoted(name)).isNull());
    }
    return rating.isEmpty()
        ? wrong
        : wrong.or(not(abs(col(within + quoted(rating))).leq(lit((double) Float.MAX_VALUE))));
  }

  /** Finds the line: a file is read again, by one line after another, as it need not be before. */
  private String describe(String file, StructType schema, List<String> needed, String rating) {
    StructType numbered =
        new StructType().add(LINE, DataTypes.StringType).add(NUMBER, DataTypes.LongType);
    List<Row> first =
        spark
            .createDataFrame(
                spark
                    .read()
                    .text(literal(file))
                    .javaRDD()
                    .zipWithIndex()
                    .map(line -> RowFactory.create(line._1().getString(0), line._2() + 1)),
                numbered)
            .filter(col(quoted(NUMBER)).gt(header ? 1 : 0))
            .filter(length(trim(col(quoted(LINE)))).gt(0))
            .withColumn(PARSED, from_csv(col(quoted(LINE)), lit(schema.toDDL()), options))
            .filter(isWrong(quoted(PARSED) + ".", needed, rating))
            .orderBy(col(quoted(NUMBER)))
            .select(col(quoted(NUMBER)), col(quoted(LINE)))
            .takeAsList(1);
    String name = name(file);
    if (first.isEmpty()) {
      return name + ": there is a line that is no rating, expected " + expected(rating);
    }
    long number = first.get(0).getLong(0);
    String text = first.get(0).getString(1);
    return name
        + ":"
        + number
        + ": found '"
        + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text)
        + "', expected "
        + expected(rating)
        + (number == 1 && !header ? "; if the first line has names: --header true" : "");
  }

  private String expected(String rating) {
    String delimiter = options.get("sep");
    return found.length()
        + " columns divided by "
        + (delimiter.equals("\t") ? "tab" : "'" + delimiter + "'")
        + ": "
        + String.join(", ", found.fieldNames())
        + (rating.isEmpty() ? "" : ", of which " + rating + " is a number");
  }

  /** A path that names one file: Spark tells files as addresses, and takes paths as patterns. */
  private static String literal(String file) {
    return new Path(URI.create(file)).toString().replaceAll("[\\[\\]{}*?]", "\\\\$0");
  }

  private static String name(String file) {
    URI uri = URI.create(file);
    return "file".equals(uri.getScheme()) ? uri.getPath() : file;
  }
}

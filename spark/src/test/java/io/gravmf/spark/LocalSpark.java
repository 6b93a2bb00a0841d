package io.gravmf.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The one session that all tests of a JVM share: two threads in this JVM. */
public final class LocalSpark {

  private LocalSpark() {}

  /** Returns the session. */
  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("gravmf tests")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        // Compiling queries takes longer than running these.
        .config("spark.sql.codegen.wholeStage", false)
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.sql.adaptive.enabled", false)
        .getOrCreate();
  }

  /** Columns {@code user}, {@code item} and {@code rating}. */
  public static StructType ratingColumns() {
    return new StructType()
        .add("user", DataTypes.IntegerType)
        .add("item", DataTypes.IntegerType)
        .add("rating", DataTypes.FloatType);
  }

  /** Reads a file of user, item and rating, divided by tabs. */
  public static Dataset<Row> ratings(String file) {
    return session().read().schema(ratingColumns()).option("sep", "\t").csv(file).coalesce(2);
  }

  /** Returns the session's context. */
  public static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }
}

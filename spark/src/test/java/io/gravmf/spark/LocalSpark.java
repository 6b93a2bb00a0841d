package io.gravmf.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

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

  /** Returns the session's context. */
  public static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }
}

package io.gravmf.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Executors in processes of their own, some of which are killed. {@code mvn -Pcluster -pl spark -am
 * verify} runs it; Spark starts executors from {@code SPARK_HOME}, which the profile sets.
 */
class ClusterIT {

  private static final int SWEEPS = 8;

  private static List<String> inThisProcess;
  private static SparkSession cluster;

  @BeforeAll
  static void startCluster() {
    SparkSession local = LocalSpark.session();
    inThisProcess = fit(4);
    local.stop();
    // The folder of Spark's jars may be empty: executors get this class path.
    File jars = new File(System.getenv("SPARK_HOME"), "jars");
    assertThat(jars.isDirectory() || jars.mkdirs()).isTrue();
    cluster =
        SparkSession.builder()
            .master("local-cluster[2,1,2048]")
            .appName("gravmf cluster test")
            .config("spark.executor.memory", "2048m")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "localhost")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
  }

  @AfterAll
  static void stopCluster() {
    cluster.stop();
  }

  private static List<String> fit(int blocks) {
    GravityMFModel model =
        new GravityMF()
            .setRank(8)
            .setMaxIter(SWEEPS)
            .setNumBlocks(blocks)
            .setBiases(true)
            .setGravity(0.1)
            .fit(GravityMFTest.ratings(DataTypes.IntegerType, 3));
    List<String> found = new ArrayList<>();
    model.userFactors().collectAsList().stream().map(Row::toString).sorted().forEach(found::add);
    model.itemFactors().collectAsList().stream().map(Row::toString).sorted().forEach(found::add);
    model.summary().sweeps().forEach(sweep -> found.add(sweep.loss().toString()));
    return found;
  }

  @Test
  void processesGiveTheBitsOfThreads() {
    assertThat(fit(5)).isEqualTo(inThisProcess);
  }

  @Test
  void killedExecutorsChangeNoBit() {
    ExecutorKiller killer = new ExecutorKiller("sweep 3 of", "sweep 5 of");
    cluster.sparkContext().addSparkListener(killer);
    try {
      assertThat(fit(5)).isEqualTo(inThisProcess);
    } finally {
      cluster.sparkContext().removeSparkListener(killer);
    }
    assertThat(killer.killed()).isEqualTo(2);
    assertThat(killer.removed()).isGreaterThanOrEqualTo(1);
  }
}

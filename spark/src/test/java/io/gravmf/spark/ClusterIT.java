package io.gravmf.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.SparkSession;
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
    cluster = LocalCluster.of(2048).getOrCreate();
  }

  @AfterAll
  static void stopCluster() {
    cluster.stop();
  }

  private static List<String> fit(int blocks) {
    return LocalCluster.fit("cpu", SWEEPS, blocks);
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

package io.gravmf.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.cuda.block.BlockDevices;
import io.gravmf.emulator.EmulatedDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors in processes of their own, each with a GPU that a discovery script names: the emulated
 * CUDA driver, for no cluster with GPUs has run this. {@code mvn -Pcluster -pl spark -am verify}
 * runs it.
 */
class GpuClusterIT {

  @TempDir private static Path folder;

  private static List<String> inThisProcess;
  private static List<String> onTheProcessor;

  @BeforeAll
  static void fitInThisProcess() {
    EmulatedDriver.load();
    SparkSession local = LocalSpark.session();
    inThisProcess = fit("cuda", 4);
    onTheProcessor = fit("cpu", 4);
    local.stop();
    BlockDevices.close();
  }

  private static SparkSession.Builder cluster() {
    return LocalCluster.of(1024);
  }

  private static SparkSession.Builder withGpus(String address) throws IOException {
    Path script = Files.createTempFile(folder, "gpus", ".sh");
    Files.writeString(script, "echo '{\"name\": \"gpu\", \"addresses\": [\"" + address + "\"]}'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return cluster()
        .config("spark.worker.resource.gpu.amount", "1")
        .config("spark.worker.resource.gpu.discoveryScript", script.toString())
        .config("spark.executor.resource.gpu.amount", "1")
        .config("spark.task.resource.gpu.amount", "1")
        .config("spark.executorEnv.LD_LIBRARY_PATH", EmulatedDriver.folder().toString());
  }

  private static List<String> fit(String device, int blocks) {
    return LocalCluster.fit(device, 3, blocks);
  }

  @Test
  void executorsWithGpusGiveTheBitsOfOneProcessAlsoIfOneIsKilled() throws IOException {
    SparkSession session = withGpus("0").getOrCreate();
    try {
      assertThat(fit("cuda", 5)).isEqualTo(inThisProcess).isNotEqualTo(onTheProcessor);
      assertThat(fit("auto", 3)).isEqualTo(inThisProcess);
      assertThat(fit("cpu", 5)).isEqualTo(onTheProcessor);
      ExecutorKiller killer = new ExecutorKiller("sweep 2 of");
      session.sparkContext().addSparkListener(killer);
      assertThat(fit("cuda", 5)).isEqualTo(inThisProcess);
      assertThat(killer.killed()).isEqualTo(1);
      assertThat(killer.removed()).isPositive();
    } finally {
      session.stop();
    }
  }

  @Test
  void anAddressWithoutGpuIsNamedInALine() throws IOException {
    SparkSession session = withGpus("3").getOrCreate();
    try {
      assertThatThrownBy(() -> fit("cuda", 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching(
              "device=cuda, but executor [01] on \\S+: there is no device 'cuda:3', expected cuda:0");
      assertThat(fit("auto", 2)).isEqualTo(onTheProcessor);
    } finally {
      session.stop();
    }
  }

  @Test
  void executorsWithoutGpusAreRefusedInALine() {
    SparkSession session = cluster().getOrCreate();
    try {
      assertThatThrownBy(() -> fit("cuda", 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "device=cuda, but tasks are given no GPU; type: --conf"
                  + " spark.executor.resource.gpu.amount=1");
      assertThat(fit("auto", 2)).isEqualTo(onTheProcessor);
    } finally {
      session.stop();
    }
  }
}

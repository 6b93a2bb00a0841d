package io.gravmf.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.spark.sweep.SweepReport;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The estimator's {@code device} in one process, on the emulated CUDA driver. */
@ExtendWith(EmulatedGpu.class)
class GpuTest {

  /** {@code CUDA_ERROR_LAUNCH_FAILED}. */
  private static final int LAUNCH_FAILED = 719;

  private static GravityMF small() {
    return new GravityMF().setRank(6).setMaxIter(2).setNumBlocks(2).setSeed(7);
  }

  private static Dataset<Row> ratings() {
    return GravityMFTest.ratings(DataTypes.IntegerType, 2);
  }

  private static List<String> losses(GravityMFModel model) {
    return model.summary().sweeps().stream().map(SweepReport::loss).map(Object::toString).toList();
  }

  @Test
  void inOneProcessTheFirstGpuSolvesWhereItIsAskedFor() {
    GravityMFModel cpu = small().fit(ratings());
    GravityMFModel gpu = small().setDevice("cuda").fit(ratings());
    assertThat(losses(gpu)).isNotEqualTo(losses(cpu));
    assertThat(losses(small().setDevice("auto").fit(ratings()))).isEqualTo(losses(cpu));
  }

  @Test
  void whatGpusDoNotSolveIsRefusedInALine() {
    assertThatThrownBy(() -> small().setDevice("cuda").setSolver("adamw").fit(ratings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "device=cuda solves rows, which solver=adamw does not; set solver to als or als-cg");
    assertThatThrownBy(() -> small().setDevice("cuda").setRank(257).fit(ratings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "device=cuda takes rank up to 256, found 257; set solver to als-cg, which takes more");
    assertThatThrownBy(
            () -> small().setDevice("cuda").setSolver("als-cg").setRank(1025).fit(ratings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("device=cuda takes rank up to 1024, found 1025");
  }

  @Test
  void aDriverThatCannotBeUsedIsNamedInALine() {
    EmulatedDriver.set("driver", 9020);
    assertThatThrownBy(() -> small().setDevice("cuda").fit(ratings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "device=cuda, but executor driver on \\S+: the NVIDIA driver knows CUDA 9.2, expected"
                + " .* or newer");
  }

  @Test
  void aBlockThatDoesNotFitSaysWhatHelps() {
    EmulatedDriver.set("memory", 4096);
    assertThatThrownBy(() -> small().setDevice("cuda").fit(ratings()))
        .hasStackTraceContaining(
            "MiB of device memory, 0 MiB are free; set numUserBlocks and numItemBlocks higher");
  }

  @Test
  void aFailureOfTheDeviceIsNamed() {
    EmulatedDriver.failCall("run_kernel", 1, LAUNCH_FAILED);
    assertThatThrownBy(() -> small().setDevice("cuda").fit(ratings()))
        .hasStackTraceContaining("CUDA_ERROR_LAUNCH_FAILED");
  }
}

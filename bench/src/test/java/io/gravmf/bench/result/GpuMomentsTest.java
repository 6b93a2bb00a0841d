package io.gravmf.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuMomentsTest {

  @TempDir private Path folder;

  @Test
  void summarisesWhatNvidiaSmiPrints() throws Exception {
    Path file = folder.resolve("gpu.csv");
    Files.writeString(
        file,
        """
        timestamp, uuid, clocks.current.sm [MHz], clocks.current.memory [MHz], power.draw [W], temperature.gpu, clocks_event_reasons.active
        2026/11/25 10:00:00.000, GPU-1, 1980, 2619, 300.50, 50, 0x0000000000000000
        2026/11/25 10:00:00.250, GPU-1, 1755, 2619, 699.00, 61, 0x0000000000000004
        2026/11/25 10:00:00.500, GPU-1, 1740, 2619, [N/A], 66, 0x0000000000000024
        2026/11/25 10:00:00.750, GPU-1, 1965, 2619, 400.50, 60, 0x0000000000000001
        2026/11/25 10:00:01.0""");
    Machine.Gpu gpu = GpuMoments.summary(file);
    assertThat(gpu.uuid()).isEqualTo("GPU-1");
    assertThat(gpu.smMhz()).containsExactly(1740.0, 1860.0, 1980.0);
    assertThat(gpu.watts()).containsExactly(300.5, 400.5, 699.0);
    assertThat(gpu.hottest()).isEqualTo(66);
    assertThat(gpu.throttled()).containsExactly("power cap 50 %", "heat (software) 25 %");
    Files.writeString(file, "NVIDIA-SMI has failed because it couldn't communicate\n");
    assertThat(GpuMoments.summary(file)).isNull();
  }
}

package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.emulator.EmulatedDriver.Counter;
import io.gravmf.objective.Objective;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session gives everything back. */
@OnEmulatedDevice
class CudaLifetimeTest {

  private static final Problem PROBLEM =
      RandomProblems.of(5, 7, 40, 3, Objective.ofWeights(0.1, 0.1), 1);

  @Test
  void aThousandSessionsLeaveNothing() throws IOException {
    Training.makeOpeningFast();
    sessions(200);
    long heap = heapBytes();
    long resident = residentBytesBesideHeap();
    sessions(1000);
    assertThat(EmulatedDriver.count(Counter.LIVE)).isZero();
    // 1 KiB and 32 KiB a session; its pinned memory alone is 16 KiB, its buffers are more.
    assertThat(heapBytes() - heap).isLessThan(1 << 20);
    assertThat(residentBytesBesideHeap() - resident).isLessThan(32 << 20);
  }

  private static void sessions(int count) {
    List<BackendOptions> ways = Training.ways();
    for (int k = 0; k < count; k++) {
      Training.of(ways.get(k % ways.size()), PROBLEM, 2);
    }
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Linux's count for the process, which the emulated device belongs to, without Java's heap. */
  private static long residentBytesBesideHeap() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        long resident = Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        return resident - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
      }
    }
    throw new IOException("/proc/self/status has no VmRSS");
  }

  @Test
  void closingTwiceIsClosingOnce() {
    TrainingSession session = Training.backend(BackendOptions.defaults()).open(PROBLEM);
    session.run(1, () -> false);
    session.close();
    int calls = EmulatedDriver.count(Counter.CALLS);
    session.close();
    assertThat(EmulatedDriver.count(Counter.CALLS)).isEqualTo(calls);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> session.run(1, () -> false))
        .withMessage("the session is closed");
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(session::validate);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(session::state);
  }
}

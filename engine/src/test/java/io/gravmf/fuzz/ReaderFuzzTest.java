package io.gravmf.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every reader, given files that are almost right. Nothing but {@link InvalidInputException} of one
 * line may come of it, within a bounded time of the processor and a bounded memory. The build tries
 * the same few inputs each time; {@code -Dgravmf.fuzz.inputs} and {@code -Dgravmf.fuzz.seed} try
 * more and others.
 */
class ReaderFuzzTest {

  private static final double MOST_SECONDS = 10;

  /**
   * A packed file may unpack to 64 MiB without being asked; as characters that is twice as much.
   */
  private static final long MOST_BYTES = 512L << 20;

  @TempDir private Path folder;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void everyReaderRefusesInOneLine() throws IOException {
    int inputs = Integer.getInteger("gravmf.fuzz.inputs", 500);
    long seed = Long.getLong("gravmf.fuzz.seed", 1);
    for (Target target : Target.all(folder)) {
      run(target, inputs, seed);
    }
  }

  private void run(Target target, int inputs, long seed) throws IOException {
    Path file = folder.resolve("input");
    Mutator mutator = new Mutator(seed);
    long began = System.nanoTime();
    double slowest = 0;
    long most = 0;
    int refused = 0;
    for (int k = 0; k < inputs; k++) {
      byte[] bytes = mutator.next(target.seeds());
      Files.write(file, bytes);
      long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      long started = THREADS.getCurrentThreadCpuTime();
      try {
        target.read().of(file);
      } catch (InvalidInputException e) {
        refused++;
        assertThat(e.getMessage()).as(target.name()).isNotBlank().doesNotContain("\n");
      } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
        Path kept = Path.of("target", "fuzz-" + target.name().replace(' ', '-') + "-" + k);
        Files.write(kept, bytes);
        throw new AssertionError(target.name() + ": input kept in " + kept, e);
      }
      slowest = Math.max(slowest, (THREADS.getCurrentThreadCpuTime() - started) * 1e-9);
      most =
          Math.max(
              most, THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated);
    }
    assertThat(slowest).as(target.name() + ", seconds").isLessThan(MOST_SECONDS);
    assertThat(most).as(target.name() + ", bytes").isLessThan(MOST_BYTES);
    if (inputs > 10_000) {
      System.getLogger("fuzz")
          .log(
              System.Logger.Level.INFO,
              String.format(
                  Locale.ROOT,
                  "%s: %d inputs, %d refused, slowest %.3f s, most %.1f MB, %.0f s in all",
                  target.name(),
                  inputs,
                  refused,
                  slowest,
                  most / 1e6,
                  (System.nanoTime() - began) * 1e-9));
    }
  }
}

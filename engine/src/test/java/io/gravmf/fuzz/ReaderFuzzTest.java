package io.gravmf.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
  static final long MOST_BYTES = 512L << 20;

  @TempDir private Path folder;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Which files are of earlier versions is of no interest here; held, for loggers are not. */
  private static final Logger LOG = Logger.getLogger("io.gravmf");

  @BeforeAll
  static void beQuiet() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void beAsBefore() {
    LOG.setLevel(null);
  }

  /** What a run of {@code bench/fuzz/run} has found to reach code that nothing else did. */
  @Test
  void theSavedCorpusIsReadOrRefusedInOneLine() throws IOException {
    Map<String, Target> targets =
        Target.all(folder).stream().collect(Collectors.toMap(Target::fileName, each -> each));
    Path file = folder.resolve("input");
    try (InputStream stream = ReaderFuzzTest.class.getResourceAsStream("corpus.zip");
        ZipInputStream corpus = new ZipInputStream(stream)) {
      for (ZipEntry entry = corpus.getNextEntry(); entry != null; entry = corpus.getNextEntry()) {
        if (entry.isDirectory()) {
          continue;
        }
        Files.write(file, corpus.readAllBytes());
        Target target = targets.get(entry.getName().substring(0, entry.getName().indexOf('/')));
        tryOne(target, file, entry.getName());
      }
    }
  }

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
      Tried tried = tryOne(target, file, "input " + k + " of seed " + seed);
      refused += tried.refused() ? 1 : 0;
      slowest = Math.max(slowest, tried.seconds());
      most = Math.max(most, tried.allocated());
    }
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

  private record Tried(boolean refused, double seconds, long allocated) {}

  private static Tried tryOne(Target target, Path file, String name) throws IOException {
    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    long started = THREADS.getCurrentThreadCpuTime();
    boolean refused = false;
    try {
      target.read().of(file);
    } catch (InvalidInputException e) {
      refused = true;
      assertThat(e.getMessage()).as(target.name()).isNotBlank().doesNotContain("\n");
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      Path kept = Path.of("target", "fuzz-" + target.fileName() + "-" + name.hashCode());
      Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
      throw new AssertionError(target.name() + ", " + name + ": input kept in " + kept, e);
    }
    double seconds = (THREADS.getCurrentThreadCpuTime() - started) * 1e-9;
    allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
    assertThat(seconds).as(target.name() + ", " + name + ", seconds").isLessThan(MOST_SECONDS);
    assertThat(allocated).as(target.name() + ", " + name + ", bytes").isLessThan(MOST_BYTES);
    return new Tried(refused, seconds, allocated);
  }
}

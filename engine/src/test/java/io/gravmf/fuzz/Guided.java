package io.gravmf.fuzz;

import com.sun.management.ThreadMXBean;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One reader, given inputs by Jazzer, which looks for those that reach code not reached before.
 * {@code bench/fuzz/run} starts it; Jazzer finds the methods by their names.
 */
public final class Guided {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Which files are of earlier versions is of no interest here; held, for loggers are not. */
  private static final Logger LOG = Logger.getLogger("io.gravmf");

  private static Path file;
  private static Target target;

  private Guided() {}

  /** Called once, before all inputs. */
  public static void fuzzerInitialize() {
    LOG.setLevel(Level.OFF);
    try {
      Path folder = Files.createTempDirectory("gravmf-fuzz");
      file = folder.resolve("input");
      target =
          Target.all(folder).stream()
              .filter(each -> each.fileName().equals(System.getProperty("gravmf.fuzz.target")))
              .findFirst()
              .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Called with each input; whatever it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    long thread = Thread.currentThread().getId();
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    try {
      target.read().of(file);
    } catch (InvalidInputException e) {
      if (e.getMessage().isBlank() || e.getMessage().contains("\n")) {
        throw new AssertionError("expected one line, found: " + e.getMessage(), e);
      }
    }
    allocated = THREADS.getThreadAllocatedBytes(thread) - allocated;
    if (allocated > ReaderFuzzTest.MOST_BYTES) {
      throw new AssertionError(bytes.length + " bytes made it allocate " + allocated);
    }
  }

  /**
   * Writes each reader's right files to begin with, a folder a reader, and the formats' words.
   *
   * @param words the folder
   */
  public static void main(String[] words) throws IOException {
    Path folder = Path.of(words[0]);
    for (Target each : Target.all(Files.createTempDirectory("gravmf-fuzz"))) {
      Path seeds = Files.createDirectories(folder.resolve(each.fileName()));
      for (int k = 0; k < each.seeds().size(); k++) {
        Files.write(seeds.resolve("seed-" + k), each.seeds().get(k));
      }
    }
    Files.write(folder.resolve("words.dict"), dictionary(), StandardCharsets.US_ASCII);
  }

  /** In libFuzzer's format. */
  private static List<String> dictionary() {
    return Mutator.TOKENS.stream()
        .map(
            token -> {
              StringBuilder line = new StringBuilder("\"");
              for (byte each : token.getBytes(StandardCharsets.UTF_8)) {
                line.append(String.format(Locale.ROOT, "\\x%02x", each));
              }
              return line.append('"').toString();
            })
        .toList();
  }
}

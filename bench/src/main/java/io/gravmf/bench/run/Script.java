package io.gravmf.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs another program and gives what it printed. */
final class Script {

  private Script() {}

  /** A program that did not do its work; the message is its last line, or what became of it. */
  static final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }

  /**
   * Runs a program to its end.
   *
   * @param environment variables that it gets besides this program's
   * @return the lines of its standard output
   * @throws Failure if it cannot be started, does not end in time, or has another exit code than 0
   */
  static List<String> run(int seconds, List<String> command, Map<String, String> environment)
      throws Failure {
    Path out = null;
    Path err = null;
    try {
      out = Files.createTempFile("gravmf-bench", ".out");
      err = Files.createTempFile("gravmf-bench", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new Failure("it did not end within " + seconds + " s");
      }
      if (process.exitValue() != 0) {
        List<String> said = Files.readAllLines(err).stream().filter(l -> !l.isBlank()).toList();
        throw new Failure(
            said.isEmpty() ? "exit code " + process.exitValue() : said.get(said.size() - 1));
      }
      return Files.readAllLines(out);
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted");
    } finally {
      delete(out);
      delete(err);
    }
  }

  private static void delete(Path file) {
    if (file != null) {
      file.toFile().delete();
    }
  }
}

package io.gravmf.bench.run;

import io.gravmf.bench.measure.BenchData;
import io.gravmf.bench.profile.Surroundings;
import io.gravmf.data.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Runs benchmarks of this build and of another at the same time, by turns, each build by its own
 * JMH with this JVM's flags.
 */
final class Rival implements AutoCloseable {

  /** Classes that the other build may not have, or have of another version. */
  private static final List<String> TAKEN_ALONG = List.of("Surroundings", "Exchange", "Turn");

  private final Path ratings;
  private final JmhOptions options;
  private final Path work;
  private final List<String> classPaths;
  private final ObjectMapper json = new ObjectMapper();
  private final List<ArrayNode> results = List.of(json.createArrayNode(), json.createArrayNode());

  /**
   * Prepares.
   *
   * @param other the other build's jar of benchmarks
   * @param ratings the user's file, or null
   */
  Rival(Path other, Path ratings, JmhOptions options) {
    this.ratings = ratings;
    this.options = options;
    try {
      work = Files.createTempDirectory("gravmf-rival");
      for (String name : TAKEN_ALONG) {
        String file = Surroundings.class.getPackageName().replace('.', '/') + "/" + name + ".class";
        Path copy = work.resolve(file);
        Files.createDirectories(copy.getParent());
        try (InputStream in = Surroundings.class.getClassLoader().getResourceAsStream(file)) {
          Files.copy(in, copy);
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException("no folder for temporary files: " + e.getMessage());
    }
    classPaths =
        List.of(
            work + File.pathSeparator + other.toAbsolutePath(),
            work + File.pathSeparator + System.getProperty("java.class.path"));
  }

  /** Returns JMH's results of the other build and of this one. */
  List<ArrayNode> results() {
    return results;
  }

  /**
   * Runs a case of both builds and keeps both results.
   *
   * @return the results in words
   * @throws RunnerException if it failed in either build
   */
  String run(Case each) throws RunnerException {
    List<Process> processes = new ArrayList<>();
    try (Referee referee = new Referee()) {
      for (int build = 0; build < 2; build++) {
        processes.add(start(each, build, referee.port()));
      }
      referee.run(() -> processes.stream().allMatch(Process::isAlive));
      StringBuilder words = new StringBuilder();
      for (int build = 0; build < 2; build++) {
        int code = processes.get(build).waitFor();
        JsonNode result = code == 0 ? json.readTree(file(build, "json").toFile()) : null;
        if (result == null || result.size() != 1) {
          throw new RunnerException(
              (build == 0 ? "the other build: " : "this build: ") + said(build));
        }
        results.get(build).add(result.get(0));
        JsonNode metric = result.get(0).path("primaryMetric");
        words.append(build == 0 ? "" : " after ");
        words.append(String.format("%.4g", metric.path("score").asDouble()));
        words.append(build == 0 ? "" : " " + metric.path("scoreUnit").asString());
      }
      return words.toString();
    } catch (IOException e) {
      throw new RunnerException(e.getMessage() + ": " + said(0) + "; " + said(1), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunnerException("interrupted", e);
    } finally {
      for (Process process : processes) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private Process start(Case each, int build, int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // JMH refuses to run beside another JMH; these two take turns.
    command.add("-Djmh.ignoreLock=true");
    if (ratings != null) {
      command.add("-D" + BenchData.FILE_PROPERTY + "=" + ratings.toAbsolutePath());
    }
    command.addAll(List.of("-cp", classPaths.get(build), "org.openjdk.jmh.Main"));
    String profiler = Surroundings.class.getName() + ":" + port + " " + build;
    command.addAll(options.forCase(each, CaseRunner.PACKAGE + each.benchmark(), profiler));
    Files.deleteIfExists(file(build, "json"));
    command.addAll(List.of("-rf", "json", "-rff", file(build, "json").toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(file(build, "log").toFile())
        .start();
  }

  private Path file(int build, String ending) {
    return work.resolve(build + "." + ending);
  }

  /** Returns the line of a build's output that says most of a failure. */
  private String said(int build) throws RunnerException {
    try {
      List<String> lines = Files.readAllLines(file(build, "log"));
      return lines.stream()
          .filter(line -> line.contains("Exception") || line.contains("No matching benchmarks"))
          .findFirst()
          .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
    } catch (IOException e) {
      throw new RunnerException("cannot read its output: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try (var files = Files.walk(work)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new InvalidInputException("cannot delete " + work + ": " + e.getMessage());
    }
  }
}

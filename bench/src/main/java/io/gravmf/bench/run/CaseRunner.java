package io.gravmf.bench.run;

import io.gravmf.bench.measure.BenchData;
import io.gravmf.bench.profile.Surroundings;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.format.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs cases by JMH, each in JVMs of its own, which get this JVM's flags. */
final class CaseRunner {

  static final String PACKAGE = "io.gravmf.bench.measure.";

  private final Path ratings;
  private final JmhOptions options;
  private final OutputFormat format;
  private final List<RunResult> results = new ArrayList<>();

  /**
   * Makes a runner.
   *
   * @param ratings the user's file, or null
   * @param options JMH's own options
   */
  CaseRunner(Path ratings, JmhOptions options) {
    this.ratings = ratings;
    this.options = options;
    format = options.output();
  }

  /**
   * Runs a case and keeps its result.
   *
   * @return the result in JMH's words
   * @throws RunnerException if the benchmark failed
   */
  String run(Case each) throws RunnerException {
    ChainedOptionsBuilder all =
        new OptionsBuilder()
            .parent(options.forCase(each, PACKAGE + each.benchmark(), Surroundings.class));
    if (ratings != null) {
      List<String> flags = new ArrayList<>(options.parsed().getJvmArgsPrepend().orElse(List.of()));
      flags.add("-D" + BenchData.FILE_PROPERTY + "=" + ratings.toAbsolutePath());
      all.jvmArgsPrepend(flags.toArray(String[]::new));
    }
    Collection<RunResult> made = new Runner(all.build(), format).run();
    if (made.size() != 1) {
      throw new RunnerException("JMH has " + made.size() + " results of " + each.label());
    }
    results.addAll(made);
    RunResult result = made.iterator().next();
    StringBuilder words = new StringBuilder(words(result.getPrimaryResult()));
    result
        .getSecondaryResults()
        .forEach(
            (name, other) -> {
              if (!Surroundings.METRICS.contains(name)) {
                words.append(", ").append(name).append(' ').append(words(other));
              }
            });
    return words.toString();
  }

  private static String words(Result<?> result) {
    return String.format(Locale.ROOT, "%.4g %s", result.getScore(), result.getScoreUnit());
  }

  /**
   * Writes all results as JMH's JSON and CSV, and in the file that JMH's options name, without the
   * names of this machine's folders.
   */
  void write(Path folder) {
    AtomicFile.write(folder.resolve(RunFolder.JMH), text(ResultFormatType.JSON));
    AtomicFile.write(folder.resolve(RunFolder.JMH_CSV), text(ResultFormatType.CSV));
    options.resultFile().ifPresent(file -> AtomicFile.write(file, text(options.resultFormat())));
  }

  private String text(ResultFormatType type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    ResultFormatFactory.getInstance(type, out).writeOut(results);
    out.flush();
    return RunFolder.withoutFolders(bytes.toString(StandardCharsets.UTF_8));
  }
}

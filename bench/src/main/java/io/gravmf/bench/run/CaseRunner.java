package io.gravmf.bench.run;

import io.gravmf.bench.measure.BenchData;
import io.gravmf.format.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs cases by JMH, each in JVMs of its own, which get this JVM's flags. */
final class CaseRunner {

  /** Forks repeat the JVM's warning of an incubating module, which nobody needs to see. */
  private static final OutputFormat SILENT =
      OutputFormatFactory.createFormatInstance(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
          VerboseMode.SILENT);

  private static final String PACKAGE = "io.gravmf.bench.measure.";

  private final Path ratings;
  private final List<RunResult> results = new ArrayList<>();

  /**
   * Makes a runner.
   *
   * @param ratings the user's file, or null
   */
  CaseRunner(Path ratings) {
    this.ratings = ratings;
  }

  /**
   * Runs a case and keeps its result.
   *
   * @return the result in JMH's words
   * @throws RunnerException if the benchmark failed
   */
  String run(Case each) throws RunnerException {
    Effort effort = each.effort();
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(PACKAGE + each.benchmark()) + "$")
            .forks(effort.forks())
            .warmupIterations(effort.warmups())
            .warmupTime(TimeValue.milliseconds(effort.warmupMillis()))
            .measurementIterations(effort.iterations())
            .measurementTime(TimeValue.milliseconds(effort.millis()))
            .threads(each.jmhThreads())
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    each.params().forEach(options::param);
    if (ratings != null) {
      options.jvmArgsPrepend("-D" + BenchData.FILE_PROPERTY + "=" + ratings.toAbsolutePath());
    }
    Collection<RunResult> made = new Runner(options.build(), SILENT).run();
    if (made.size() != 1) {
      throw new RunnerException("JMH has " + made.size() + " results of " + each.label());
    }
    results.addAll(made);
    var primary = made.iterator().next().getPrimaryResult();
    return String.format("%.4g %s", primary.getScore(), primary.getScoreUnit());
  }

  /** Writes all results as JMH's JSON, without the names of this machine's folders. */
  void write(Path file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    out.flush();
    String json = bytes.toString(StandardCharsets.UTF_8);
    AtomicFile.write(file, json.replaceAll("(\"-Dgravmf\\.(?:ratings|root)=)[^\"]*/", "$1"));
  }
}

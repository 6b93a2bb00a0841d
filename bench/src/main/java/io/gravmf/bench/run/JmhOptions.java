package io.gravmf.bench.run;

import io.gravmf.data.InvalidInputException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH's own options, as they were typed; what they say goes before what a run would choose. */
public final class JmhOptions {

  /** None. */
  public static final JmhOptions NONE = new JmhOptions(List.of());

  /** Those of JMH's options that pass; each has a value. */
  private static final Set<String> PASSED =
      Set.of(
          "-f",
          "-wf",
          "-wi",
          "-i",
          "-w",
          "-r",
          "-wbs",
          "-bs",
          "-to",
          "-gc",
          "-si",
          "-tu",
          "-foe",
          "-prof",
          "-jvm",
          "-jvmArgs",
          "-jvmArgsAppend",
          "-jvmArgsPrepend",
          "-rf",
          "-rff",
          "-o",
          "-v");

  /** Those that a run decides, and the way out. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "-p", "choose parameters by --filter 'Epoch.*dim=100'",
          "-e", "choose benchmarks by --filter",
          "-t", "the number of threads is a parameter; choose it by --filter 'threads=2'",
          "-tg", "the number of threads is a parameter; choose it by --filter 'threads=2'",
          "-bm", "the benchmarks measure average times",
          "-l", "type --list",
          "-lp", "type --list");

  /** What happens to the results as a whole, and not to a benchmark. */
  private static final Set<String> OF_THE_RUN = Set.of("-rf", "-rff", "-o");

  private final List<String> words;
  private final CommandLineOptions parsed;

  private JmhOptions(List<String> words) {
    this.words = List.copyOf(words);
    try {
      parsed = new CommandLineOptions(words.toArray(String[]::new));
    } catch (CommandLineOptionException e) {
      throw new InvalidInputException("JMH's options: " + e.getMessage());
    }
  }

  /**
   * Takes JMH's options out of a command line.
   *
   * @param arguments all that was typed; what is left are the command's own
   * @throws InvalidInputException if JMH does not understand one, or a run decides it
   */
  public static JmhOptions takenFrom(List<String> arguments) {
    List<String> words = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (int k = 0; k < arguments.size(); k++) {
      String word = arguments.get(k);
      if (REFUSED.containsKey(word)) {
        throw new InvalidInputException(word + ": " + REFUSED.get(word));
      }
      if (PASSED.contains(word)) {
        if (k + 1 == arguments.size()) {
          throw new InvalidInputException(word + " needs a value");
        }
        words.add(word);
        words.add(arguments.get(++k));
      } else {
        rest.add(word);
      }
    }
    arguments.clear();
    arguments.addAll(rest);
    return new JmhOptions(words);
  }

  /** Returns the names of the options that pass. */
  public static String names() {
    return String.join(" ", new TreeSet<>(PASSED));
  }

  CommandLineOptions parsed() {
    return parsed;
  }

  /** Returns the file that results go to besides the run's own, where one was named. */
  Optional<Path> resultFile() {
    return words.contains("-rff") || words.contains("-rf")
        ? Optional.of(
            Path.of(
                parsed
                    .getResult()
                    .orElse("jmh-result." + resultFormat().name().toLowerCase(Locale.ROOT))))
        : Optional.empty();
  }

  /** Returns that file's format. */
  ResultFormatType resultFormat() {
    return parsed.getResultFormat().orElse(Defaults.RESULT_FORMAT);
  }

  /** Returns what takes JMH's own output: nothing, unless it was asked for. */
  OutputFormat output() {
    PrintStream out =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try {
      if (parsed.getOutput().hasValue()) {
        out = new PrintStream(parsed.getOutput().get(), StandardCharsets.UTF_8);
      } else if (words.contains("-v")) {
        out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot write " + parsed.getOutput().get() + ": " + e.getMessage());
    }
    return OutputFormatFactory.createFormatInstance(
        out,
        parsed
            .verbosity()
            .orElse(parsed.getOutput().hasValue() ? VerboseMode.NORMAL : VerboseMode.SILENT));
  }

  /** Returns all of JMH's options for a benchmark. */
  Options forCase(Case each, String benchmark, Class<?> profiler) {
    try {
      return new CommandLineOptions(
          forCase(each, benchmark, profiler.getName()).toArray(String[]::new));
    } catch (CommandLineOptionException e) {
      throw new InvalidInputException("JMH's options: " + e.getMessage());
    }
  }

  /**
   * Returns the whole command line of JMH for a benchmark.
   *
   * @param benchmark its full name
   * @param profiler what is noted beside the times
   */
  List<String> forCase(Case each, String benchmark, String profiler) {
    List<String> all = new ArrayList<>(List.of("^" + benchmark.replace(".", "\\.") + "$"));
    each.params().forEach((name, value) -> all.addAll(List.of("-p", name + "=" + value)));
    all.addAll(List.of("-t", "" + each.jmhThreads(), "-prof", profiler));
    Effort effort = each.effort();
    add(all, "-f", "" + effort.forks());
    add(all, "-wi", "" + effort.warmups());
    add(all, "-w", effort.warmupMillis() + "ms");
    add(all, "-i", "" + effort.iterations());
    add(all, "-r", effort.millis() + "ms");
    add(all, "-foe", "true");
    add(all, "-v", "SILENT");
    for (int k = 0; k < words.size(); k += 2) {
      if (!OF_THE_RUN.contains(words.get(k))) {
        all.addAll(words.subList(k, k + 2));
      }
    }
    return all;
  }

  private void add(List<String> all, String name, String value) {
    if (!words.contains(name)) {
      all.addAll(List.of(name, value));
    }
  }
}

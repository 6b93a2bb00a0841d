package io.gravmf.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * How a command was called: for people who want to do so again.
 *
 * @param spec the command
 */
public record Invocation(CommandSpec spec) {

  /** What says how much is printed, and decides no result. */
  private static final Set<String> OF_NO_RESULT =
      Set.of("--help", "--version", "--debug", "--quiet");

  /** What no shell reads otherwise than as it stands. */
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  /** Returns the command line, so that a POSIX shell would read the same words from it. */
  public String line() {
    List<String> words = spec.root().commandLine().getParseResult().originalArgs();
    return Stream.concat(Stream.of(spec.root().name()), words.stream())
        .map(Invocation::quoted)
        .collect(Collectors.joining(" "));
  }

  /**
   * Returns the line of another command that takes the same options of a mixin, with further words.
   *
   * @param command the other command's name
   * @param mixin the mixin's name in this command
   */
  public String again(String command, String mixin, List<String> more) {
    Stream<String> given =
        spec.mixins().get(mixin).options().stream()
            .filter(spec.commandLine().getParseResult()::hasMatchedOption)
            .map(option -> spec.findOption(option.longestName()))
            .flatMap(Invocation::words);
    return Stream.of(Stream.of(spec.root().name(), command), given, more.stream())
        .flatMap(words -> words)
        .map(Invocation::quoted)
        .collect(Collectors.joining(" "));
  }

  private static Stream<String> words(OptionSpec option) {
    return option.arity().max() == 0
        ? Stream.of(
            Boolean.FALSE.equals(option.getValue())
                ? "--no-" + option.longestName().substring(2)
                : option.longestName())
        : Stream.of(option.longestName(), String.join(",", option.originalStringValues()));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * Returns the options that have a value, by name, with the values, given or not.
   *
   * @param asked which options are asked for
   */
  public Map<String, String> settings(Predicate<OptionSpec> asked) {
    Map<String, String> settings = new LinkedHashMap<>();
    spec.options().stream()
        .filter(option -> !OF_NO_RESULT.contains(option.longestName()))
        .filter(asked)
        .forEach(
            option -> {
              String value = text(option.getValue());
              if (!value.isEmpty()) {
                settings.put(option.longestName(), value);
              }
            });
    return settings;
  }

  private static String text(Object value) {
    if (value instanceof Collection<?> several) {
      return several.stream().map(Invocation::text).collect(Collectors.joining(","));
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    return value == null ? "" : value.toString();
  }

  /** Returns the files among the options' values that can be read again, by the options' names. */
  public Map<String, Path> files() {
    Map<String, Path> files = new TreeMap<>();
    for (OptionSpec option : spec.options()) {
      Object value = option.getValue();
      if (value instanceof Path path && Files.isRegularFile(path)) {
        files.put(option.longestName(), path);
      }
    }
    return files;
  }
}

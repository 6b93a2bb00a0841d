package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.NearestNames;
import io.gravmf.search.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The settings of a search as the options of training that they are. */
public final class TrialOptions {

  /** These decide nothing, or decide by what is held out. */
  private static final Set<String> NOT_SEARCHED = Set.of("--early-stop", "--print-every");

  /** So many trials are looked at for one beside whose other settings a value is possible. */
  private static final int DRAWS = 27;

  private static final String YES = "yes";
  private static final String NO = "no";

  private final List<OptionSpec> options = commandLine(new Holder()).getCommandSpec().options();

  /** What has the options of training, and no others. */
  @Command(name = "train")
  private static final class Holder {
    @Mixin private TrainingOptions training;
  }

  /**
   * Checks that all settings are options of training with values that these take: each choice, and
   * both ends of each range of numbers, beside what some trial draws for the others. Draws that are
   * impossible beside some others alone are left to their trials.
   *
   * @param source what messages call the file
   * @param seed of the draws
   * @throws InvalidInputException if one is not
   */
  public TrialOptions(SearchSpace space, String source, long seed) {
    List<Map<String, String>> draws =
        IntStream.range(0, DRAWS).mapToObj(trial -> space.draw(seed, trial)).toList();
    for (SearchSpace.Setting setting : space.settings()) {
      String where = source + " line " + setting.line() + ": ";
      require(setting.name(), where);
      for (String value : setting.range().ends()) {
        try {
          parse(arguments(Map.of(setting.name(), value)));
        } catch (InvalidInputException e) {
          throw new InvalidInputException(where + e.getMessage(), e);
        }
        requirePossible(setting.name(), value, draws, where);
      }
    }
  }

  /** Refuses a value that training itself refuses by its option's name, whatever is beside it. */
  private void requirePossible(
      String name, String value, List<Map<String, String>> draws, String where) {
    String refusal = null;
    for (Map<String, String> draw : draws) {
      Map<String, String> changed = new LinkedHashMap<>(draw);
      changed.put(name, value);
      refusal = refusal(changed);
      if (refusal == null || !isAbout(name, refusal)) {
        return;
      }
    }
    throw new InvalidInputException(where + refusal);
  }

  private static boolean isAbout(String name, String refusal) {
    return refusal.matches("--" + Pattern.quote(name) + "[ :].*");
  }

  /** Returns why settings cannot be trained with, or null where they can. */
  private String refusal(Map<String, String> settings) {
    try {
      parse(arguments(settings)).config(0, CheckpointInterval.NONE);
      return null;
    } catch (InvalidInputException e) {
      return e.getMessage();
    }
  }

  private static CommandLine commandLine(Holder holder) {
    return new CommandLine(holder).setExpandAtFiles(false);
  }

  private OptionSpec option(String name) {
    return options.stream()
        .filter(option -> List.of(option.names()).contains("--" + name))
        .findFirst()
        .orElse(null);
  }

  private void require(String name, String where) {
    if (option(name) == null) {
      List<String> names =
          options.stream().map(option -> option.longestName().substring(2)).toList();
      int nearest = NearestNames.find(name, names.size(), names::get, 1).get(0);
      throw new InvalidInputException(
          where
              + "found '"
              + name
              + "', expected an option of train without its dashes; did you mean "
              + names.get(nearest)
              + "?");
    }
    if (NOT_SEARCHED.contains("--" + name)) {
      throw new InvalidInputException(where + name + " is nothing to search for");
    }
  }

  /**
   * Returns settings as words of a command line.
   *
   * @throws InvalidInputException if what is switched on or off has another value than yes or no
   */
  public List<String> arguments(Map<String, String> settings) {
    List<String> words = new ArrayList<>();
    settings.forEach(
        (name, value) -> {
          OptionSpec option = option(name);
          if (option.arity().max() > 0) {
            words.add("--" + name);
            words.add(value);
          } else if (value.equals(YES)) {
            words.add("--" + name);
          } else if (!value.equals(NO)) {
            throw new InvalidInputException(
                "found '" + value + "' for " + name + ", expected yes or no");
          } else if (option.negatable()) {
            words.add("--no-" + name);
          }
        });
    return words;
  }

  /**
   * Returns training's options as a command line would give them.
   *
   * @throws InvalidInputException if they are wrong
   */
  public static TrainingOptions parse(List<String> words) {
    Holder holder = new Holder();
    try {
      commandLine(holder).parseArgs(words.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
    return holder.training;
  }
}

package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.NearestNames;
import io.gravmf.search.Range;
import io.gravmf.search.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The settings of a search as the options of training that they are. */
public final class TrialOptions {

  /** These decide nothing, or decide by what is held out. */
  private static final Set<String> NOT_SEARCHED = Set.of("--early-stop", "--print-every");

  private static final String YES = "yes";
  private static final String NO = "no";

  private final List<OptionSpec> options = commandLine(new Holder()).getCommandSpec().options();

  /** What has the options of training, and no others. */
  @Command(name = "train")
  private static final class Holder {
    @Mixin private TrainingOptions training;
  }

  /**
   * Checks that all settings are options of training with values that these take.
   *
   * @param source what messages call the file
   * @throws InvalidInputException if one is not
   */
  public TrialOptions(SearchSpace space, String source) {
    for (SearchSpace.Setting setting : space.settings()) {
      String where = source + " line " + setting.line() + ": ";
      require(setting.name(), where);
      List<String> values =
          setting.range() instanceof Range.Choices choices
              ? choices.values()
              : List.of(space.draw(0, 0).get(setting.name()));
      for (String value : values) {
        try {
          parse(arguments(Map.of(setting.name(), value)));
        } catch (InvalidInputException e) {
          throw new InvalidInputException(where + e.getMessage(), e);
        }
      }
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

package io.gravmf.cli.command;

import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish, which picocli does not write. */
final class FishCompletion {

  private FishCompletion() {}

  static String of(CommandLine root) {
    String name = root.getCommandName();
    StringBuilder script = new StringBuilder();
    root.getSubcommands()
        .forEach(
            (subcommand, line) -> {
              String[] about = line.getCommandSpec().usageMessage().description();
              script
                  .append("complete -c " + name + " -f -n __fish_use_subcommand -a " + subcommand)
                  .append(described(about))
                  .append('\n');
              for (OptionSpec option : line.getCommandSpec().options()) {
                append(script, name, subcommand, option);
              }
            });
    return script.toString();
  }

  private static void append(
      StringBuilder script, String name, String subcommand, OptionSpec option) {
    script.append("complete -c " + name + " -n '__fish_seen_subcommand_from " + subcommand + "'");
    for (String each : option.names()) {
      script.append(
          each.startsWith("--") ? " -l " + each.substring(2) : " -s " + each.substring(1));
    }
    boolean file = Pattern.compile("FILE|DIR|npy").matcher(option.paramLabel()).find();
    boolean takesValue = option.arity().max() > 0;
    script
        .append(takesValue ? " -r" : "")
        .append(takesValue && file ? " -F" : " -f")
        .append(described(option.description()))
        .append('\n');
  }

  private static String described(String... text) {
    return text.length == 0
        ? ""
        : " -d '" + text[0].replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

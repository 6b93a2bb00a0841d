package io.gravmf.cli.command;

import io.gravmf.cli.query.ModelRows;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Prints the rating that a model predicts, in rating units.",
    footer = {"", "Example: gravmf predict --model model --user 196 --item 242"})
public final class PredictCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model.")
  private Path model;

  @Option(names = "--user", required = true, paramLabel = "ID", description = "The user's id.")
  private String user;

  @Option(names = "--item", required = true, paramLabel = "ID", description = "The item's id.")
  private String item;

  @Override
  public Integer call() {
    Model loaded = ModelFiles.load(model);
    double rating =
        loaded.predict(
            ModelRows.of(loaded.userIds(), "user", user),
            ModelRows.of(loaded.itemIds(), "item", item));
    spec.commandLine().getOut().println(String.format(Locale.ROOT, "%.6f", rating));
    return 0;
  }
}

package io.gravmf.cli.training;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.IdMap;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Split;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.WarmStart;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** A model to go on from, over ratings that may have other users and items. */
public final class StartingModel {

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description =
          "Start from the model in DIR: users and items that it knows have its factors, others are"
              + " drawn. Takes D from it. A new run: AdamW's moments are not in a model.")
  private Path folder;

  private Model model;

  /** Returns whether there is one. */
  public boolean isGiven() {
    return folder != null;
  }

  /**
   * Loads the model.
   *
   * @return its d, empty where no model is given
   * @throws InvalidInputException if it cannot be read
   */
  public OptionalInt load() {
    if (folder == null) {
      return OptionalInt.empty();
    }
    model = ModelFiles.load(folder);
    return OptionalInt.of(model.dim());
  }

  /**
   * Refuses what the loaded model, if there is one, does not go on with.
   *
   * @throws InvalidInputException if either alone has biases
   */
  public void requireFits(TrainingConfig config) {
    if (model != null && model.biases().isPresent() != config.objective().hasBiases()) {
      throw new InvalidInputException(
          folder
              + (model.biases().isPresent()
                  ? ": the model has biases, add --biases to go on from it"
                  : ": the model has no biases, go on from it without --biases"));
    }
  }

  /**
   * Makes the state to start from, and says how many rows were taken and how many are new.
   *
   * @throws InvalidInputException if the model knows none of the ratings' users and items
   */
  public TrainingState start(Split split, TrainingConfig config, PrintWriter log) {
    WarmStart start;
    try {
      start = WarmStart.of(model, split, config);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(folder + ": " + e.getMessage(), e);
    }
    WarmStart.Rows users = start.users();
    WarmStart.Rows items = start.items();
    if (users.taken() + items.taken() == 0) {
      throw new InvalidInputException(
          folder
              + ": the model knows none of the "
              + users.added()
              + " users and "
              + items.added()
              + " items of the ratings, expected ids in common; without --from all are drawn");
    }
    log.println("from " + folder + ": " + said(users, "users") + "; " + said(items, "items"));
    if (split.validation().size() > 0 && !model.wasTrainedOn(split)) {
      log.println(
          "another split than the model's: it may have learned from ratings held out now, which"
              + " then look better predicted than they are");
    }
    return start.state();
  }

  /**
   * Returns the model's titles of items by row, null where it knows none; empty where there is no
   * model, or none in it.
   */
  public List<String> titles(IdMap itemIds) {
    if (model == null || model.titles().isEmpty()) {
      return List.of();
    }
    List<String> titles = new ArrayList<>();
    for (int row = 0; row < itemIds.size(); row++) {
      int known = model.itemIds().row(itemIds.id(row));
      titles.add(known < 0 ? null : model.titles().get(known));
    }
    return titles;
  }

  private static String said(WarmStart.Rows rows, String what) {
    return rows.taken()
        + " "
        + what
        + " taken, "
        + rows.added()
        + " new"
        + (rows.gone() > 0 ? ", " + rows.gone() + " left out" : "");
  }
}

package io.gravmf.cli;

import java.nio.file.Path;
import java.util.List;

/** Generated data in MovieLens-100K's files, 1500 ratings of 90 items by 60 users, and a model. */
public final class SmallData {

  private SmallData() {}

  /** Writes the data into a folder. */
  public static void generate(Path folder) {
    Run.of("generate", "--users", 60, "--items", 90, "--count", 1500, "--seed", 4, "--out", folder)
        .requireOk();
  }

  /** Trains a model on ratings, with more options; it has 6 factors after 50 epochs. */
  public static Run train(Path ratings, Path model, Object... more) {
    return Run.of(
        List.of("train", "--ratings", ratings, "--dim", 6, "--epochs", 50, "--out", model), more);
  }
}

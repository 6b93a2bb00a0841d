package io.gravmf.cli.option;

import io.gravmf.data.IdMap;
import io.gravmf.data.items.Genres;
import io.gravmf.data.items.Items;
import io.gravmf.data.items.ItemsReader;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where titles and genres are. */
public final class ItemsOptions {

  @Option(
      names = "--items",
      paramLabel = "FILE",
      description = "Titles and genres: u.item, movies.dat or movies.csv.")
  private Path items;

  @Option(
      names = "--genres",
      paramLabel = "FILE",
      description = "The names of u.item's genres, u.genre; default: MovieLens-100K's.")
  private Path genres;

  /** Refuses options that contradict each other. */
  public void requireConsistent(CommandSpec spec) {
    if (genres != null && items == null) {
      throw new ParameterException(spec.commandLine(), "--genres needs --items");
    }
  }

  /** Returns whether there is a file of items. */
  public boolean areGiven() {
    return items != null;
  }

  Path file() {
    return items;
  }

  /** Reads the ids of the file's items. */
  public IdMap readIds() {
    return ItemsReader.readIds(items, names());
  }

  /** Reads the items that a map knows. */
  public Items read(IdMap ids) {
    return ItemsReader.read(items, names(), ids);
  }

  private Genres names() {
    return genres == null ? Genres.ML_100K : ItemsReader.readGenres(genres);
  }
}

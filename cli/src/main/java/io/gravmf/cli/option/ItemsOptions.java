package io.gravmf.cli.option;

import io.gravmf.data.IdMap;
import io.gravmf.data.items.Genres;
import io.gravmf.data.items.ItemReadOptions;
import io.gravmf.data.items.Items;
import io.gravmf.data.items.ItemsReader;
import io.gravmf.data.items.ItemsResult;
import io.gravmf.data.text.TextOptions;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where titles and genres are. */
public final class ItemsOptions {

  @Option(
      names = "--items",
      paramLabel = "FILE",
      description = "Titles and genres: u.item, movies.dat or delimited text (movies.csv).")
  private Path items;

  @Option(
      names = "--genres",
      paramLabel = "FILE",
      description = "The names of u.item's genres, u.genre; default: MovieLens-100K's.")
  private Path genres;

  @Option(
      names = "--items-columns",
      split = ",",
      paramLabel = "C",
      description = "Columns of id, title[, genres]: names or numbers from 1.")
  private List<String> columns = List.of();

  @Option(
      names = "--items-delimiter",
      paramLabel = "D",
      description = "As --delimiter, for --items; likewise the others.",
      converter = RatingsOptions.DelimiterConverter.class)
  private Character delimiter;

  @Option(names = "--items-header", negatable = true, description = "As --header.")
  private Boolean header;

  @Option(names = "--items-quotes", negatable = true, description = "As --quotes.")
  private Boolean quotes;

  @Option(
      names = "--items-encoding",
      paramLabel = "E",
      description = "As --encoding.",
      converter = EncodingConverter.class)
  private Charset encoding;

  @Option(names = "--items-member", paramLabel = "NAME", description = "As --member.")
  private String member;

  @Option(names = "--items-unpack-limit", paramLabel = "N", description = "As --unpack-limit.")
  private long unpackLimit = TextOptions.DEFAULT_UNPACK_LIMIT;

  @Option(names = "--items-skip-bad-lines", description = "As --skip-bad-lines.")
  private boolean skipBadLines;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

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
    return ItemsReader.readIds(items, how());
  }

  /** Reads the items that a map knows, and says on standard error what a person should know. */
  public Items read(IdMap ids) {
    ItemsResult read = ItemsReader.read(items, how(), ids);
    PrintWriter log = command.commandLine().getErr();
    read.notes().forEach(log::println);
    RatingsOptions.reportBadLines(read.badLines(), read.firstBadLines(), log);
    return read.items();
  }

  private ItemReadOptions how() {
    TextOptions text =
        TextOptions.DEFAULT.withEncoding(encoding).withMember(member).withUnpackLimit(unpackLimit);
    ItemReadOptions how =
        new ItemReadOptions(Genres.ML_100K, columns, delimiter, header, quotes, skipBadLines, text);
    return genres == null ? how : how.withGenres(ItemsReader.readGenres(genres, text));
  }
}

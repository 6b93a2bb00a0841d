package io.gravmf.data.items;

import io.gravmf.data.IdInterner;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.FieldReader;
import io.gravmf.data.text.Fields;
import io.gravmf.data.text.LineReader;
import io.gravmf.data.text.TextOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads titles and genres: MovieLens-100K's {@code u.item} with {@code u.genre} (a column of
 * flags), MovieLens-1M's {@code movies.dat} ({@code ::}), and delimited text such as {@code
 * movies.csv}, whose header names the columns of id, title and, if there is one, genres; the last
 * two with genre names separated by bars. Told apart by the first line.
 */
public final class ItemsReader {

  private static final int SHOWN_BAD_LINES = 5;

  private final Path file;
  private final ItemReadOptions options;
  private final List<String> notes = new ArrayList<>();
  private final List<String> firstBadLines = new ArrayList<>();
  private long badLines;

  private ItemsReader(Path file, ItemReadOptions options) {
    this.file = file;
    this.options = options;
  }

  /**
   * Reads {@code u.genre}: a line {@code name|index} for each genre, blank lines ignored.
   *
   * @throws InvalidInputException if a line is bad or an index is missing
   */
  public static Genres readGenres(Path file, TextOptions options) {
    Map<Integer, String> names = new HashMap<>();
    try (LineReader lines = new LineReader(file, options)) {
      while (lines.advance()) {
        String line = lines.text().strip();
        if (line.isEmpty()) {
          continue;
        }
        int bar = line.lastIndexOf('|');
        String index = line.substring(bar + 1).strip();
        if (bar <= 0 || !index.matches("[0-9]{1,4}")) {
          throw bad(lines, line, "name|index with an index from 0 to " + (ItemLine.MAX_GENRES - 1));
        }
        String name = line.substring(0, bar).strip();
        if (names.containsValue(name) || names.put(Integer.valueOf(index), name) != null) {
          throw bad(lines, line, "a name and an index that no earlier line has");
        }
      }
    }
    List<String> ordered = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      if (!names.containsKey(k)) {
        throw new InvalidInputException(
            file + ": found " + names.size() + " genres but none with index " + k);
      }
      ordered.add(names.get(k));
    }
    if (ordered.isEmpty()) {
      throw new InvalidInputException(file + ": found no genres, expected lines of name|index");
    }
    return new Genres(ordered);
  }

  private static InvalidInputException bad(LineReader lines, String found, String expected) {
    return new InvalidInputException(
        lines.place() + ": found '" + Fields.shown(found) + "', expected " + expected);
  }

  /**
   * Reads the ids of a file's items, for those who have no ratings to take them from.
   *
   * @throws InvalidInputException if a line is bad or the file has no items
   */
  public static IdMap readIds(Path file, ItemReadOptions options) {
    IdInterner ids = new IdInterner();
    new ItemsReader(file, options)
        .forEachItem(
            (line, fields) -> {
              String id = line.id();
              long number = IntegerIds.parse(id);
              if (number == Long.MIN_VALUE) {
                ids.number(id);
              } else {
                ids.number(number);
              }
            });
    if (ids.count() == 0) {
      throw new InvalidInputException(file + ": found no items");
    }
    return ids.toMap();
  }

  /**
   * Reads items for the rows of a map; items that it does not know are left out.
   *
   * @throws InvalidInputException if a line is bad or none of the items is known
   */
  public static ItemsResult read(Path file, ItemReadOptions options, IdMap ids) {
    return new ItemsReader(file, options).read(ids);
  }

  private ItemsResult read(IdMap ids) {
    String[] titles = new String[ids.size()];
    int[][] genres = new int[ids.size()][];
    Map<String, Integer> names = new LinkedHashMap<>();
    options.genres().names().forEach(name -> names.putIfAbsent(name, names.size()));
    long[] lineOf = new long[ids.size()];
    int[] others = {0};
    String[] example = {null};
    forEachItem(
        (line, fields) -> {
          int row = ids.row(line.id());
          if (row < 0) {
            others[0]++;
            example[0] = example[0] == null ? line.id() : example[0];
            return;
          }
          String title = line.title();
          int[] set = line.genres(names);
          if (lineOf[row] > 0
              && !(Objects.equals(title, titles[row]) && Arrays.equals(set, genres[row]))) {
            throw fields.bad(
                "item '" + Fields.shown(line.id()) + "', which line " + lineOf[row] + " has too",
                "each item once" + ItemLine.skipHint(options));
          }
          lineOf[row] = lineOf[row] == 0 ? fields.lines().line() : lineOf[row];
          titles[row] = title;
          genres[row] = set;
        });
    int untitled = 0;
    for (long line : lineOf) {
      untitled += line == 0 ? 1 : 0;
    }
    if (untitled == ids.size()) {
      throw new InvalidInputException(
          file
              + ": none of its items has a rating; its ids are such as '"
              + Fields.shown(String.valueOf(example[0]))
              + "', those of the ratings such as '"
              + Fields.shown(ids.size() == 0 ? "" : ids.id(0))
              + "' (--items-columns says which column has the ids)");
    }
    if (untitled > 0) {
      notes.add(untitled + " of " + ids.size() + " rated items are not in " + file);
    }
    Genres all = new Genres(List.copyOf(names.keySet()));
    return new ItemsResult(
        new Items(all, titles, flags(genres, all.size())), badLines, firstBadLines, notes);
  }

  private static long[] flags(int[][] genres, int count) {
    int words = Items.words(count);
    long[] flags = new long[genres.length * words];
    for (int row = 0; row < genres.length; row++) {
      if (genres[row] != null) {
        for (int genre : genres[row]) {
          flags[row * words + genre / Long.SIZE] |= 1L << genre;
        }
      }
    }
    return flags;
  }

  /** Takes an item's line. */
  private interface ItemSink {
    void accept(ItemLine line, FieldReader fields);
  }

  private void forEachItem(ItemSink sink) {
    try (LineReader lines = new LineReader(file, options.text())) {
      ItemLayout layout = ItemLayout.find(lines, options);
      FieldReader fields =
          new FieldReader(lines, layout.dialect(), options.text(), Integer.MAX_VALUE);
      boolean found = fields.advance();
      if (found && layout.header()) {
        fields.split();
        found = fields.advance();
      }
      for (; found; found = fields.advance()) {
        try {
          if (fields.split() > 0 && fields.filled() > 0) {
            sink.accept(new ItemLine(fields, layout, options), fields);
          }
        } catch (InvalidInputException e) {
          skip(e);
        }
      }
      if (fields.latin1Since() > 0) {
        notes.add(
            file
                + ": line "
                + fields.latin1Since()
                + " is not UTF-8, so the file was read as Latin-1 (--items-encoding says"
                + " otherwise)");
      }
    }
  }

  private void skip(InvalidInputException bad) {
    if (!options.skipBadLines()) {
      throw bad;
    }
    badLines++;
    if (firstBadLines.size() < SHOWN_BAD_LINES) {
      firstBadLines.add(bad.getMessage());
    }
  }
}

package io.gravmf.data.items;

import io.gravmf.data.IdInterner;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.Fields;
import io.gravmf.data.text.LineReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads titles and genres: MovieLens-100K's {@code u.item} with {@code u.genre} (ISO-8859-1, a
 * column of flags), MovieLens-1M's {@code movies.dat} (ISO-8859-1, {@code ::}), and {@code
 * movies.csv} (UTF-8), the last two with genre names separated by bars. Told apart by the first
 * line.
 */
public final class ItemsReader {

  private static final int U_ITEM_FLAGS = 5;
  private static final String NO_GENRES = "(no genres listed)";
  private static final Pattern BAR = Pattern.compile("\\|");

  private ItemsReader() {}

  /**
   * Reads {@code u.genre}: a line {@code name|index} for each genre, blank lines ignored.
   *
   * @throws InvalidInputException if a line is bad or an index is missing
   */
  public static Genres readGenres(Path file) {
    Map<Integer, String> names = new HashMap<>();
    try (LineReader lines = new LineReader(file)) {
      while (lines.advance()) {
        String line = lines.text(StandardCharsets.ISO_8859_1);
        if (line.isBlank()) {
          continue;
        }
        int bar = line.lastIndexOf('|');
        String index = line.substring(bar + 1);
        if (bar <= 0 || !index.matches("[0-9]{1,2}") || Integer.parseInt(index) >= Long.SIZE) {
          throw bad(lines, line, "name|index with an index from 0 to " + (Long.SIZE - 1));
        }
        if (names.put(Integer.valueOf(index), line.substring(0, bar)) != null) {
          throw bad(lines, line, "an index that no earlier line has");
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

  /**
   * Reads the ids of a file's items, for those who have no ratings to take them from.
   *
   * @throws InvalidInputException if a line is bad or the file has no items
   */
  public static IdMap readIds(Path file, Genres genres) {
    IdInterner ids = new IdInterner();
    forEachLine(
        file,
        genres,
        (lines, shape, fields) -> {
          long id = IntegerIds.parse(fields.get(0));
          if (id > 0) {
            ids.number(id);
          } else {
            ids.number(fields.get(0));
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
   * @param genres the names of the flags of {@code u.item}; of other layouts' genres those not
   *     among them are added behind
   * @throws InvalidInputException if a line is bad or none of the items is known
   */
  public static Items read(Path file, Genres genres, IdMap ids) {
    String[] titles = new String[ids.size()];
    long[] flags = new long[ids.size()];
    List<String> names = new ArrayList<>(genres.names());
    int[] known = {0};
    forEachLine(
        file,
        genres,
        (lines, shape, fields) -> {
          int row = ids.row(fields.get(0));
          if (row < 0) {
            return;
          }
          if (titles[row] != null) {
            throw bad(lines, lines.text(shape.charset), "an item that no earlier line has");
          }
          known[0]++;
          titles[row] = fields.get(1);
          flags[row] =
              shape == Shape.U_ITEM
                  ? flagColumns(lines, fields)
                  : namedGenres(lines, fields.get(2), names);
        });
    if (known[0] == 0) {
      throw new InvalidInputException(file + ": none of its items has a rating");
    }
    return new Items(new Genres(names), titles, flags);
  }

  /** Takes an item's line. */
  private interface LineSink {
    void accept(LineReader lines, Shape shape, List<String> fields);
  }

  private static void forEachLine(Path file, Genres genres, LineSink sink) {
    try (LineReader lines = new LineReader(file)) {
      Shape shape = null;
      while (lines.advance()) {
        if (lines.start() == lines.end()) {
          continue;
        }
        if (shape == null) {
          shape = Shape.of(lines.text(StandardCharsets.ISO_8859_1), genres);
          if (shape == Shape.CSV_HEADER) {
            continue;
          }
        }
        String line = lines.text(shape.charset);
        List<String> fields = shape.fields(line);
        int wanted = shape == Shape.U_ITEM ? U_ITEM_FLAGS + genres.size() : 3;
        if (fields.size() != wanted) {
          throw bad(lines, line, wanted + " columns and not " + fields.size());
        }
        sink.accept(lines, shape, fields);
      }
    }
  }

  private static long flagColumns(LineReader lines, List<String> fields) {
    long flags = 0;
    for (int k = U_ITEM_FLAGS; k < fields.size(); k++) {
      String flag = fields.get(k);
      if (flag.equals("1")) {
        flags |= 1L << (k - U_ITEM_FLAGS);
      } else if (!flag.equals("0")) {
        throw bad(lines, flag, "0 or 1 in column " + (k + 1));
      }
    }
    return flags;
  }

  private static long namedGenres(LineReader lines, String listed, List<String> names) {
    if (listed.isEmpty() || listed.equals(NO_GENRES)) {
      return 0;
    }
    long flags = 0;
    for (String name : BAR.split(listed, -1)) {
      int index = names.indexOf(name);
      if (index < 0) {
        index = names.size();
        if (index == Long.SIZE) {
          throw bad(lines, name, "at most " + Long.SIZE + " genres");
        }
        names.add(name);
      }
      flags |= 1L << index;
    }
    return flags;
  }

  private static InvalidInputException bad(LineReader lines, String found, String expected) {
    return new InvalidInputException(
        lines.file()
            + ":"
            + lines.line()
            + ": found '"
            + Fields.shown(found)
            + "', expected "
            + expected);
  }

  private enum Shape {
    U_ITEM("|", StandardCharsets.ISO_8859_1),
    DOUBLE_COLON("::", StandardCharsets.ISO_8859_1),
    CSV_HEADER(",", StandardCharsets.UTF_8),
    CSV(",", StandardCharsets.UTF_8);

    private final String delimiter;
    private final Charset charset;

    Shape(String delimiter, Charset charset) {
      this.delimiter = delimiter;
      this.charset = charset;
    }

    List<String> fields(String line) {
      boolean quotes = this == CSV || this == CSV_HEADER;
      return quotes ? Fields.splitQuoted(line, delimiter) : Fields.split(line, delimiter);
    }

    static Shape of(String firstLine, Genres genres) {
      if (firstLine.split("::", -1).length == 3) {
        return DOUBLE_COLON;
      }
      if (BAR.split(firstLine, -1).length == U_ITEM_FLAGS + genres.size()) {
        return U_ITEM;
      }
      return firstLine.startsWith("movieId,") || firstLine.startsWith("itemId,") ? CSV_HEADER : CSV;
    }
  }
}

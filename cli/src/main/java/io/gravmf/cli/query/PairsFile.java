package io.gravmf.cli.query;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.gravmf.data.InvalidInputException;
import io.gravmf.format.FileFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Pairs of a user and an item, with their rating where it is known: delimited text whose columns a
 * header names, or else the first two and the third.
 *
 * @param file the file
 */
public record PairsFile(Path file) {

  private static final int LONGEST_HEADER = 1 << 20;
  private static final int BYTE_ORDER_MARK = '\ufeff';
  private static final List<Character> DELIMITERS = List.of(',', '\t', ';', '|');
  private static final Set<String> USER = Set.of("user", "userid", "user_id");
  private static final Set<String> ITEM =
      Set.of("item", "itemid", "item_id", "movie", "movieid", "movie_id");
  private static final Set<String> RATING = Set.of("rating", "score", "truth");

  /**
   * A line of the file.
   *
   * @param user a user's id
   * @param item an item's id
   * @param rating what the user gave it, or null where the file does not say
   */
  public record Pair(String user, String item, Float rating) {}

  /** Where the columns are; -1 where there is none. */
  private record Columns(int user, int item, int rating, boolean hasHeader) {

    static Columns of(List<String> first) {
      List<String> names =
          first.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
      int user = find(names, USER);
      int item = find(names, ITEM);
      return user >= 0 && item >= 0
          ? new Columns(user, item, find(names, RATING), true)
          : new Columns(0, 1, first.size() > 2 ? 2 : -1, false);
    }

    private static int find(List<String> names, Set<String> wanted) {
      for (int k = 0; k < names.size(); k++) {
        if (wanted.contains(names.get(k))) {
          return k;
        }
      }
      return -1;
    }
  }

  /**
   * Reads the pairs in their order, one at a time.
   *
   * @throws InvalidInputException if the file cannot be read, or a line is none
   */
  public void forEach(Consumer<Pair> consumer) {
    try (BufferedReader text =
            new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8),
                LONGEST_HEADER);
        CsvReader<CsvRecord> lines =
            CsvReader.builder()
                .fieldSeparator(delimiter(text))
                .skipEmptyLines(true)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(text)) {
      Columns columns = null;
      for (CsvRecord line : lines) {
        boolean first = columns == null;
        if (first) {
          columns = Columns.of(line.getFields());
        }
        if (!first || !columns.hasHeader()) {
          consumer.accept(pair(line, columns));
        }
      }
    } catch (CsvParseException e) {
      throw new InvalidInputException(file + ": " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw FileFailure.reading(file, e.getCause());
    } catch (IOException e) {
      throw FileFailure.reading(file, e);
    }
  }

  /** The one that the first line has most of. */
  private static char delimiter(BufferedReader text) throws IOException {
    text.mark(LONGEST_HEADER);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    text.mark(LONGEST_HEADER);
    String first = String.valueOf(text.readLine());
    text.reset();
    char best = DELIMITERS.get(0);
    for (char candidate : DELIMITERS) {
      if (count(first, candidate) > count(first, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(each -> each == wanted).count();
  }

  private Pair pair(CsvRecord line, Columns columns) {
    int fields = line.getFieldCount();
    if (fields <= Math.max(columns.user(), columns.item())) {
      throw bad(line, "found " + fields + " columns, expected a user and an item");
    }
    String rating =
        columns.rating() >= 0 && columns.rating() < fields
            ? line.getField(columns.rating()).strip()
            : "";
    return new Pair(
        line.getField(columns.user()).strip(),
        line.getField(columns.item()).strip(),
        rating.isEmpty() ? null : number(line, rating));
  }

  private Float number(CsvRecord line, String rating) {
    try {
      float value = Float.parseFloat(rating);
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw bad(line, "found the rating '" + rating + "', expected a number");
    }
    throw bad(line, "found the rating '" + rating + "', expected a finite number");
  }

  private InvalidInputException bad(CsvRecord line, String what) {
    return new InvalidInputException(file + ":" + line.getStartingLineNumber() + ": " + what);
  }
}

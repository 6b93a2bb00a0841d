package io.gravmf.data.read;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where the columns of a ratings file are.
 *
 * @param format the layout in words
 * @param delimiter what separates columns
 * @param user place of the user's column, from 0, or -1 where all ratings are one user's
 * @param item place of the item's column; likewise the rating's
 * @param time place of the time's column, or -1
 * @param columns how many columns each line has
 * @param header whether the first line names the columns
 * @param quotes whether a field in double quotes may hold the delimiter
 */
record Layout(
    String format,
    String delimiter,
    int user,
    int item,
    int rating,
    int time,
    int columns,
    boolean header,
    boolean quotes) {

  private static final List<String> USER_NAMES = List.of("userid", "user", "uid");
  private static final List<String> ITEM_NAMES =
      List.of("movieid", "movie", "itemid", "item", "iid");
  private static final List<String> RATING_NAMES = List.of("rating", "score", "stars");
  private static final List<String> TIME_NAMES = List.of("timestamp", "time", "unixtimestamp");
  private static final String DELIMITERS = ",;\t|";
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");

  /**
   * Finds the layout of a file from its first line and what the caller says of it.
   *
   * @param place file and number of the first line, for messages
   * @throws InvalidInputException if the columns cannot be found
   */
  static Layout of(String place, String firstLine, ReadOptions options) {
    return of(place, firstLine, options, false);
  }

  /** Finds the layout of a file that may leave out the users' column. */
  static Layout ofOneOrMoreUsers(String place, String firstLine, ReadOptions options) {
    return of(place, firstLine, options, true);
  }

  private static Layout of(
      String place, String firstLine, ReadOptions options, boolean mayLackUsers) {
    return switch (options.format()) {
      case ML_100K -> ml100k(firstLine);
      case ML_1M -> ml1m(firstLine);
      case CSV -> delimited(place, firstLine, options, mayLackUsers);
      case AUTO -> {
        boolean free = options.columns().isEmpty() && options.delimiter() == null;
        if (free && Fields.split(firstLine, "::").size() >= 3) {
          yield ml1m(firstLine);
        }
        List<String> byTab = Fields.split(firstLine, "\t");
        if (free && byTab.size() == 4 && isNumber(byTab.get(2))) {
          yield ml100k(firstLine);
        }
        yield delimited(place, firstLine, options, mayLackUsers);
      }
    };
  }

  private static Layout ml100k(String firstLine) {
    return fixed("MovieLens-100K (tabs)", firstLine, "\t");
  }

  private static Layout ml1m(String firstLine) {
    return fixed("MovieLens-1M (::)", firstLine, "::");
  }

  /** User, item, rating and, unless the first line lacks it, time. */
  private static Layout fixed(String format, String firstLine, String delimiter) {
    boolean timeless = Fields.split(firstLine, delimiter).size() == 3;
    return new Layout(
        format, delimiter, 0, 1, 2, timeless ? -1 : 3, timeless ? 3 : 4, false, false);
  }

  private static Layout delimited(
      String place, String firstLine, ReadOptions options, boolean mayLackUsers) {
    String delimiter =
        options.delimiter() != null ? options.delimiter().toString() : mostFrequent(firstLine);
    List<String> fields = Fields.splitQuoted(firstLine, delimiter);
    boolean oneUser = mayLackUsers && fields.size() == 2 && options.columns().isEmpty();
    if (fields.size() < 3 && !oneUser) {
      throw new InvalidInputException(
          place
              + ": found "
              + fields.size()
              + (fields.size() == 1 ? " column" : " columns")
              + " in '"
              + Fields.shown(firstLine)
              + "', expected at least three: user, item, rating (name the format, the columns or"
              + " the delimiter if it is another)");
    }
    boolean header = fields.stream().noneMatch(Layout::isNumber);
    List<String> wanted = options.columns();
    int[] places;
    if (!wanted.isEmpty()) {
      places = wanted(place, fields, wanted, header);
    } else if (header) {
      places = named(place, fields, oneUser);
    } else if (oneUser) {
      places = new int[] {-1, 0, 1, -1};
    } else {
      places = new int[] {0, 1, 2, fields.size() > 3 ? 3 : -1};
    }
    String words =
        "delimited by "
            + (delimiter.equals("\t")
                ? "tabs"
                : delimiter.equals(" ") ? "spaces" : "'" + delimiter + "'")
            + (header ? " with a header" : " without a header");
    return new Layout(
        words, delimiter, places[0], places[1], places[2], places[3], fields.size(), header, true);
  }

  /** Of the usual delimiters the most frequent; spaces where there is none of them. */
  private static String mostFrequent(String line) {
    char best = line.strip().indexOf(' ') >= 0 ? ' ' : ',';
    long most = 0;
    for (int k = 0; k < DELIMITERS.length(); k++) {
      char candidate = DELIMITERS.charAt(k);
      long count = line.chars().filter(c -> c == candidate).count();
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return String.valueOf(best);
  }

  private static int[] wanted(
      String place, List<String> fields, List<String> wanted, boolean header) {
    int[] places = {-1, -1, -1, -1};
    for (int k = 0; k < wanted.size(); k++) {
      String name = wanted.get(k);
      places[k] = header ? fields.indexOf(name) : -1;
      if (places[k] < 0 && name.matches("[1-9][0-9]{0,3}")) {
        places[k] = Integer.parseInt(name) - 1;
      }
      if (places[k] < 0 || places[k] >= fields.size()) {
        throw new InvalidInputException(
            place
                + ": no column '"
                + name
                + "', expected "
                + (header ? "one of " + String.join(", ", fields) + " or a number" : "a number")
                + " from 1 to "
                + fields.size());
      }
    }
    return places;
  }

  private static int[] named(String place, List<String> fields, boolean oneUser) {
    List<String> names = new ArrayList<>();
    for (String field : fields) {
      names.add(field.toLowerCase(Locale.ROOT).replaceAll("[_ -]", ""));
    }
    int[] places = {
      place(names, USER_NAMES),
      place(names, ITEM_NAMES),
      place(names, RATING_NAMES),
      place(names, TIME_NAMES)
    };
    if ((places[0] < 0 && !oneUser) || places[1] < 0 || places[2] < 0) {
      throw new InvalidInputException(
          place
              + ": found the header '"
              + Fields.shown(String.join(",", fields))
              + "', expected columns such as "
              + (oneUser ? "" : "userId, ")
              + "movieId, rating (or say which with --columns)");
    }
    return places;
  }

  private static int place(List<String> names, List<String> known) {
    return known.stream().mapToInt(names::indexOf).filter(at -> at >= 0).findFirst().orElse(-1);
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text.strip()).matches();
  }

  byte[] delimiterBytes() {
    return delimiter.getBytes(StandardCharsets.UTF_8);
  }
}

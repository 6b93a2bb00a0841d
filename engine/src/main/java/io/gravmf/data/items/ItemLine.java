package io.gravmf.data.items;

import io.gravmf.data.text.FieldReader;
import io.gravmf.data.text.Fields;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

/** The fields of an item's line. */
final class ItemLine {

  /** As many as no catalogue has; text taken for genres by mistake has more. */
  static final int MAX_GENRES = 10_000;

  private static final String NO_GENRES = "(no genres listed)";
  private static final Pattern BAR = Pattern.compile("\\|");
  private static final Pattern LINE_BREAK = Pattern.compile("[ \\t]*+[\\r\\n]\\s*+");

  private final FieldReader fields;
  private final ItemLayout layout;
  private final ItemReadOptions options;

  /** How many columns the title has too many, because it holds what separates them. */
  private final int surplus;

  /**
   * Takes the current record.
   *
   * @throws io.gravmf.data.InvalidInputException if it has too few or too many columns
   */
  ItemLine(FieldReader fields, ItemLayout layout, ItemReadOptions options) {
    this.fields = fields;
    this.layout = layout;
    this.options = options;
    int count = fields.count();
    surplus = layout.isUnquoted() ? Math.max(0, count - layout.columns()) : 0;
    if (count < layout.fewest() || fields.filled() > layout.columns() + surplus) {
      throw fields.bad(
          count + (count == 1 ? " column" : " columns") + " in '" + fields.shown() + "'",
          (count < layout.fewest() ? layout.fewest() : layout.columns()) + skipHint(options));
    }
  }

  /** Returns what to say of lines that can be skipped. */
  static String skipHint(ItemReadOptions options) {
    return options.skipBadLines() ? "" : " (--items-skip-bad-lines leaves such lines out)";
  }

  String id() {
    return fields.text(layout.id());
  }

  /** Returns the title, in one line, or null where there is none. */
  String title() {
    StringBuilder title = new StringBuilder(fields.text(layout.title()));
    for (int k = 1; k <= surplus; k++) {
      title.append(layout.dialect().delimiter()).append(fields.text(layout.title() + k));
    }
    String line = LINE_BREAK.matcher(title).replaceAll(" ");
    return line.isEmpty() ? null : line;
  }

  /** Returns the genres in the order of the line, new ones added to the names. */
  int[] genres(Map<String, Integer> names) {
    if (layout.flags() > 0) {
      return flagged();
    }
    int at = layout.genres() + surplus;
    if (layout.genres() < 0 || at >= fields.count() || fields.text(at).equals(NO_GENRES)) {
      return new int[0];
    }
    return BAR.splitAsStream(fields.text(at))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .mapToInt(name -> index(names, name))
        .toArray();
  }

  private int index(Map<String, Integer> names, String name) {
    Integer known = names.get(name);
    if (known != null) {
      return known;
    }
    if (names.size() == MAX_GENRES) {
      throw fields.bad(
          "genre '" + Fields.shown(name) + "'",
          "at most " + MAX_GENRES + " genres (--items-columns says which column has them)");
    }
    names.put(name, names.size());
    return names.size() - 1;
  }

  private int[] flagged() {
    int first = layout.columns() + surplus - layout.flags();
    int[] genres = new int[layout.flags()];
    int count = 0;
    for (int k = 0; k < layout.flags(); k++) {
      String flag = fields.text(first + k);
      if (flag.equals("1")) {
        genres[count++] = k;
      } else if (!flag.equals("0")) {
        throw fields.bad(
            "'" + Fields.shown(flag) + "'",
            "0 or 1 in column " + (first + k + 1) + skipHint(options));
      }
    }
    return Arrays.copyOf(genres, count);
  }
}

package io.gravmf.cli.query;

import io.gravmf.cli.console.Messages;
import io.gravmf.data.IdMap;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.NearestNames;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Finds a model's rows by what people type. */
public final class ModelRows {

  private static final int SUGGESTIONS = 3;
  private static final int LISTED = 10;

  private ModelRows() {}

  /**
   * Returns the row of an id.
   *
   * @param what user or item
   * @throws InvalidInputException if there is no such id; the message has the nearest three
   */
  public static int of(IdMap ids, String what, String id) {
    int row = ids.row(id);
    if (row < 0) {
      throw new InvalidInputException(
          "the model has no " + what + " " + Messages.quoted(id) + nearest(ids, id));
    }
    return row;
  }

  private static String nearest(IdMap ids, String id) {
    if (!Messages.isShort(id)) {
      return "";
    }
    return "; the nearest of its "
        + ids.size()
        + ": "
        + NearestNames.find(id, ids.size(), ids::id, SUGGESTIONS).stream()
            .map(near -> Messages.quoted(ids.id(near)))
            .collect(Collectors.joining(", "));
  }

  /**
   * Returns the row of a title.
   *
   * @throws InvalidInputException if no item has it, or if several have it; the message lists them,
   *     or those whose titles contain it, or the nearest three
   */
  public static int ofTitle(Titles titles, IdMap ids, String title) {
    int[] rows = titles.index().find(title);
    if (rows.length == 1) {
      return rows[0];
    }
    String wanted = Messages.quoted(title);
    if (rows.length > 0) {
      throw new InvalidInputException(
          "the title "
              + wanted
              + " is that of "
              + listed(titles, ids, rows)
              + ": add the year, or name one by --item");
    }
    int[] containing = titles.index().containing(title);
    if (containing.length > 0) {
      throw new InvalidInputException(
          "no item has the title "
              + wanted
              + "; "
              + containing.length
              + (containing.length == 1 ? " contains it: " : " contain it: ")
              + listed(titles, ids, containing)
              + ": type more of it, or name one by --item");
    }
    List<Integer> nearest =
        Messages.isShort(title) ? titles.index().nearest(title, SUGGESTIONS) : List.of();
    throw new InvalidInputException(
        "no item has the title "
            + wanted
            + (nearest.isEmpty()
                ? ""
                : "; the nearest: "
                    + listed(titles, ids, nearest.stream().mapToInt(row -> row).toArray())));
  }

  private static String listed(Titles titles, IdMap ids, int... rows) {
    return Arrays.stream(rows)
            .limit(LISTED)
            .mapToObj(row -> Messages.quoted(titles.of(row)) + " (item " + ids.id(row) + ")")
            .collect(Collectors.joining(", "))
        + (rows.length > LISTED ? " and " + (rows.length - LISTED) + " more" : "");
  }
}

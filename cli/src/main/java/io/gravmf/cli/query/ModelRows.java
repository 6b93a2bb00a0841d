package io.gravmf.cli.query;

import io.gravmf.data.IdMap;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.NearestNames;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Finds a model's rows by what people type. */
public final class ModelRows {

  private static final int SUGGESTIONS = 3;

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
      List<Integer> nearest = NearestNames.find(id, ids.size(), ids::id, SUGGESTIONS);
      throw new InvalidInputException(
          "the model has no "
              + what
              + " '"
              + id
              + "'; the nearest of its "
              + ids.size()
              + ": "
              + nearest.stream()
                  .map(near -> "'" + ids.id(near) + "'")
                  .collect(Collectors.joining(", ")));
    }
    return row;
  }

  /**
   * Returns the row of a title.
   *
   * @throws InvalidInputException if no item has it; the message has the nearest three; or if
   *     several have it
   */
  public static int ofTitle(Titles titles, IdMap ids, String title) {
    int[] rows = titles.index().find(title);
    if (rows.length == 1) {
      return rows[0];
    }
    if (rows.length == 0) {
      throw new InvalidInputException(
          "no item has the title '"
              + title
              + "'; the nearest: "
              + titles.index().nearest(title, SUGGESTIONS).stream()
                  .map(row -> "'" + titles.of(row) + "' (item " + ids.id(row) + ")")
                  .collect(Collectors.joining(", ")));
    }
    throw new InvalidInputException(
        "the title '"
            + title
            + "' is that of "
            + Arrays.stream(rows)
                .limit(SUGGESTIONS)
                .mapToObj(row -> "item " + ids.id(row) + ", '" + titles.of(row) + "'")
                .collect(Collectors.joining("; "))
            + (rows.length > SUGGESTIONS ? "; and others" : "")
            + ": add the year, or name one by --item");
  }
}

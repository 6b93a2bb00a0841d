package io.gravmf.data;

import java.util.Arrays;

/**
 * Ratings from memory, by id. Rows are numbered as they are for a file: integer ids ascending by
 * value, ids 1 to n as their own numbers less one, other ids ascending as text.
 */
public final class RatingsBuilder {

  private final IdInterner userIds = new IdInterner();
  private final IdInterner itemIds = new IdInterner();
  private int[] users = new int[64];
  private int[] items = new int[64];
  private float[] values = new float[64];
  private int size;

  /**
   * Adds a rating; a pair may be rated more than once, and each counts.
   *
   * @throws InvalidInputException if the rating is not finite
   */
  public RatingsBuilder add(String user, String item, float rating) {
    if (!Float.isFinite(rating)) {
      throw new InvalidInputException(
          "rating of item '"
              + item
              + "' by user '"
              + user
              + "': found "
              + rating
              + ", expected a finite number");
    }
    if (size == values.length) {
      int longer = (int) Math.min(2L * size, Integer.MAX_VALUE - 8);
      users = Arrays.copyOf(users, longer);
      items = Arrays.copyOf(items, longer);
      values = Arrays.copyOf(values, longer);
    }
    users[size] = number(userIds, user);
    items[size] = number(itemIds, item);
    values[size++] = rating;
    return this;
  }

  /** An integer that is not written as integers are, such as 007, is text. */
  private static int number(IdInterner ids, String id) {
    try {
      long value = Long.parseLong(id);
      if (Long.toString(value).equals(id)) {
        return ids.number(value);
      }
    } catch (NumberFormatException text) {
      return ids.number(id);
    }
    return ids.number(id);
  }

  /** Returns what was added so far; the builder may go on. */
  public Ratings build() {
    IdMap userMap = userIds.toMap();
    IdMap itemMap = itemIds.toMap();
    int[] userRows = userIds.rows(userMap);
    int[] itemRows = itemIds.rows(itemMap);
    int[] rowsOfUsers = new int[size];
    int[] rowsOfItems = new int[size];
    for (int k = 0; k < size; k++) {
      rowsOfUsers[k] = userRows[users[k]];
      rowsOfItems[k] = itemRows[items[k]];
    }
    return new Ratings(
        rowsOfUsers, rowsOfItems, Arrays.copyOf(values, size), null, userMap, itemMap);
  }
}

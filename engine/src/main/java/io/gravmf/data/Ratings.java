package io.gravmf.data;

import java.util.Objects;
import java.util.Optional;

/**
 * Known ratings in coordinate form: for each, the user's row, the item's row, the rating and, where
 * the file has one, a timestamp.
 *
 * <p>The order is that of the file and several ratings may share a (user, item) pair; each counts.
 * The arrays are held, not copied, so that hundreds of millions of ratings fit; callers of the
 * accessors that return arrays must not write to them.
 */
public final class Ratings {

  private final int[] users;
  private final int[] items;
  private final float[] values;
  private final long[] timestamps;
  private final IdMap userIds;
  private final IdMap itemIds;

  /**
   * Wraps arrays of equal length.
   *
   * @param users each rating's user row, in {@code [0, userIds.size())}
   * @param items each rating's item row, in {@code [0, itemIds.size())}
   * @param values the ratings, finite
   * @param timestamps seconds since 1970, or null where the source has none
   * @throws IllegalArgumentException if the lengths differ, a row is out of range or a rating is
   *     not finite
   */
  public Ratings(
      int[] users, int[] items, float[] values, long[] timestamps, IdMap userIds, IdMap itemIds) {
    this.users = Objects.requireNonNull(users, "users");
    this.items = Objects.requireNonNull(items, "items");
    this.values = Objects.requireNonNull(values, "values");
    this.timestamps = timestamps;
    this.userIds = Objects.requireNonNull(userIds, "userIds");
    this.itemIds = Objects.requireNonNull(itemIds, "itemIds");
    int size = values.length;
    if (users.length != size
        || items.length != size
        || (timestamps != null && timestamps.length != size)) {
      throw new IllegalArgumentException("users, items, values and timestamps differ in length");
    }
    for (int k = 0; k < size; k++) {
      if (users[k] < 0 || users[k] >= userIds.size()) {
        throw new IllegalArgumentException(
            "rating " + k + ": user row " + users[k] + " is outside 0.." + (userIds.size() - 1));
      }
      if (items[k] < 0 || items[k] >= itemIds.size()) {
        throw new IllegalArgumentException(
            "rating " + k + ": item row " + items[k] + " is outside 0.." + (itemIds.size() - 1));
      }
      if (!Float.isFinite(values[k])) {
        throw new IllegalArgumentException("rating " + k + " is " + values[k]);
      }
    }
  }

  /** Returns the number of ratings. */
  public int size() {
    return values.length;
  }

  /** Returns the number of rows of the user factors, rated or not. */
  public int userCount() {
    return userIds.size();
  }

  /** Returns the number of rows of the item factors, rated or not. */
  public int itemCount() {
    return itemIds.size();
  }

  /** Returns each rating's user row; do not write to it. */
  public int[] users() {
    return users;
  }

  /** Returns each rating's item row; do not write to it. */
  public int[] items() {
    return items;
  }

  /** Returns the ratings; do not write to them. */
  public float[] values() {
    return values;
  }

  /** Returns each rating's time in seconds since 1970, where the source has them; do not write. */
  public Optional<long[]> timestamps() {
    return Optional.ofNullable(timestamps);
  }

  /** Returns the ids of the user rows. */
  public IdMap userIds() {
    return userIds;
  }

  /** Returns the ids of the item rows. */
  public IdMap itemIds() {
    return itemIds;
  }

  /**
   * Returns the mean rating, summed in double precision.
   *
   * @throws IllegalStateException if there are no ratings
   */
  public double mean() {
    if (values.length == 0) {
      throw new IllegalStateException("no ratings, so no mean");
    }
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /**
   * Returns the ratings at {@code positions[from..to)}, in that order, with the same ids.
   *
   * @throws IndexOutOfBoundsException if the range or a position is out of bounds
   */
  public Ratings select(int[] positions, int from, int to) {
    Objects.checkFromToIndex(from, to, positions.length);
    int count = to - from;
    int[] selectedUsers = new int[count];
    int[] selectedItems = new int[count];
    float[] selectedValues = new float[count];
    long[] selectedTimestamps = timestamps == null ? null : new long[count];
    for (int k = 0; k < count; k++) {
      int position = positions[from + k];
      selectedUsers[k] = users[position];
      selectedItems[k] = items[position];
      selectedValues[k] = values[position];
      if (selectedTimestamps != null) {
        selectedTimestamps[k] = timestamps[position];
      }
    }
    return new Ratings(
        selectedUsers, selectedItems, selectedValues, selectedTimestamps, userIds, itemIds);
  }

  @Override
  public String toString() {
    return size() + " ratings of " + itemCount() + " items by " + userCount() + " users";
  }
}

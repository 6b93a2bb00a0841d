package io.gravmf.data;

import java.util.Arrays;

/** Some rows of an id map, renumbered without gaps in their order. */
public final class RowSubset {

  private final IdMap ids;
  private final int[] newRow;

  private RowSubset(IdMap ids, int[] newRow) {
    this.ids = ids;
    this.newRow = newRow;
  }

  /** Keeps the rows that are marked. */
  public static RowSubset of(IdMap all, boolean[] kept) {
    int[] newRow = new int[kept.length];
    int[] rows = new int[kept.length];
    int count = 0;
    for (int row = 0; row < kept.length; row++) {
      newRow[row] = kept[row] ? count : -1;
      rows[count] = row;
      count += kept[row] ? 1 : 0;
    }
    return new RowSubset(ids(all, Arrays.copyOf(rows, count)), newRow);
  }

  private static IdMap ids(IdMap all, int[] rows) {
    if (all instanceof StringIds) {
      return new StringIds(Arrays.stream(rows).mapToObj(all::id).toArray(String[]::new));
    }
    return new IntegerIds(
        Arrays.stream(rows).mapToLong(row -> Long.parseLong(all.id(row))).toArray());
  }

  /**
   * Returns the ratings whose user and item are both kept, by their new rows, in the same order.
   */
  public static Ratings select(Ratings ratings, RowSubset users, RowSubset items) {
    int[] kept = new int[ratings.size()];
    int count = 0;
    for (int k = 0; k < kept.length; k++) {
      kept[count] = k;
      count +=
          users.newRow[ratings.users()[k]] >= 0 && items.newRow[ratings.items()[k]] >= 0 ? 1 : 0;
    }
    Ratings selected = ratings.select(kept, 0, count);
    return new Ratings(
        renumbered(selected.users(), users),
        renumbered(selected.items(), items),
        selected.values(),
        selected.timestamps().orElse(null),
        users.ids,
        items.ids);
  }

  private static int[] renumbered(int[] rows, RowSubset subset) {
    return Arrays.stream(rows).map(row -> subset.newRow[row]).toArray();
  }
}

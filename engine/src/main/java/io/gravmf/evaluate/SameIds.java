package io.gravmf.evaluate;

import io.gravmf.data.IdMap;
import io.gravmf.data.Ratings;
import io.gravmf.model.Model;

/** Rows of another order of ids would be valid rows, and every figure wrong. */
final class SameIds {

  private SameIds() {}

  /**
   * Checks that ratings are over a model's users and items, in its order.
   *
   * @throws IllegalArgumentException if they are not
   */
  static void require(Model model, Ratings ratings) {
    require(model.userIds(), ratings.userIds(), "users");
    require(model.itemIds(), ratings.itemIds(), "items");
  }

  private static void require(IdMap expected, IdMap found, String what) {
    if (expected == found) {
      return;
    }
    boolean same = expected.size() == found.size();
    for (int row = 0; same && row < expected.size(); row++) {
      same = expected.id(row).equals(found.id(row));
    }
    if (!same) {
      throw new IllegalArgumentException(
          "the ratings have other "
              + what
              + " than the model: "
              + found.size()
              + " of theirs, "
              + expected.size()
              + " of its");
    }
  }
}

package io.gravmf.evaluate;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.Ratings;
import java.util.Arrays;

/** Finds the rating that a file has for the ids of a user and an item. */
final class FileRatings {

  private final Ratings file;
  private final CompressedRows byUser;

  FileRatings(Ratings file) {
    this.file = file;
    byUser = CompressedRows.byUser(file);
  }

  /**
   * Returns the file's rating of the pair of rating {@code k} of others; where the file has
   * several, the equal one if there is one; infinity where it has none.
   */
  float find(Ratings others, int k) {
    int user = file.userIds().row(others.userIds().id(others.users()[k]));
    int item = file.itemIds().row(others.itemIds().id(others.items()[k]));
    if (user < 0 || item < 0) {
      return Float.POSITIVE_INFINITY;
    }
    int from = byUser.offsets()[user];
    int to = byUser.offsets()[user + 1];
    int entry = Arrays.binarySearch(byUser.columns(), from, to, item);
    if (entry < 0) {
      return Float.POSITIVE_INFINITY;
    }
    while (entry > from && byUser.columns()[entry - 1] == item) {
      entry--;
    }
    float found = value(entry);
    for (; entry < to && byUser.columns()[entry] == item; entry++) {
      if (value(entry) == others.values()[k]) {
        return value(entry);
      }
    }
    return found;
  }

  private float value(int entry) {
    return file.values()[byUser.positions()[entry]];
  }
}

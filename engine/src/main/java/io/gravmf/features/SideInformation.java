package io.gravmf.features;

import io.gravmf.data.FloatMatrix;
import java.util.Optional;

/**
 * What is known of users and items beside their ratings.
 *
 * @param users a row for each user, a column for each feature; empty where nothing is known
 * @param items the same of the items
 */
public record SideInformation(Optional<FloatMatrix> users, Optional<FloatMatrix> items) {

  /** Nothing. */
  public static final SideInformation NONE =
      new SideInformation(Optional.empty(), Optional.empty());

  /** Returns whether there is nothing. */
  public boolean isEmpty() {
    return users.isEmpty() && items.isEmpty();
  }
}

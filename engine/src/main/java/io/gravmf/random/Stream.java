package io.gravmf.random;

/** Who draws, the last word of every counter: no two of these ever see the same numbers. */
public enum Stream {
  /** Rows of users. */
  USER_ROWS(0),
  /** Rows of items. */
  ITEM_ROWS(1),
  /** What the users' rows have in common. */
  USER_PRIOR(2),
  /** What the items' rows have in common. */
  ITEM_PRIOR(3),
  /** The precision of the ratings. */
  NOISE(4),
  /** Directions in which a matrix is looked at, for its leading singular vectors. */
  SKETCH(5),
  /** How much each user's ratings scatter. */
  USER_NOISE(6);

  private final int number;

  Stream(int number) {
    this.number = number;
  }

  /** Returns the last word of its counters. */
  public int number() {
    return number;
  }
}

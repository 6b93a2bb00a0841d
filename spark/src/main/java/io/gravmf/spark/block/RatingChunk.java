package io.gravmf.spark.block;

import java.io.Serializable;

/** Some of the ratings, in whatever order they come. */
public final class RatingChunk implements Serializable {

  private static final long serialVersionUID = 1;

  private final Ids users;
  private final Ids items;
  private final float[] values;

  /** Wraps columns of equal length; held, not copied. */
  public RatingChunk(Ids users, Ids items, float[] values) {
    this.users = users;
    this.items = items;
    this.values = values;
  }

  /** Returns a column of ids: 0 the users', 1 the items'. */
  public Ids column(int side) {
    return side == Layout.USERS ? users : items;
  }

  /** Returns the ratings; do not write to them. */
  public float[] values() {
    return values;
  }
}

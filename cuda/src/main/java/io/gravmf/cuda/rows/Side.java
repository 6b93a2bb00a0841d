package io.gravmf.cuda.rows;

/** Whose rows. */
public enum Side {
  USERS(0),
  ITEMS(1);

  /** What kernels call it. */
  public final int code;

  Side(int code) {
    this.code = code;
  }

  /** Returns the other side. */
  public Side other() {
    return this == USERS ? ITEMS : USERS;
  }
}

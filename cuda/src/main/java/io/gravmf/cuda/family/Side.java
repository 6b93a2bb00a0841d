package io.gravmf.cuda.family;

/** Whose rows. */
enum Side {
  USERS(0),
  ITEMS(1);

  /** What kernels call it. */
  final int code;

  Side(int code) {
    this.code = code;
  }
}

package io.gravmf.data.read;

/** How a ratings file is laid out. */
public enum RatingsFormat {
  /** Recognised from the file's first lines. */
  AUTO,
  /** MovieLens-100K's {@code u.data}: user, item, rating, time, separated by tabs; no header. */
  ML_100K,
  /** MovieLens-1M's {@code ratings.dat}: the same four, separated by {@code ::}. */
  ML_1M,
  /** Delimited text, with or without a header; {@code ratings.csv} of MovieLens-20M to 32M. */
  CSV,
  /** The Netflix prize's: {@code item:}, then lines of user, rating, date for that item. */
  NETFLIX,
  /** A sparse matrix of NIST's Matrix Market: users are its rows, items its columns. */
  MATRIX_MARKET
}

package io.gravmf.bench.result;

/**
 * The size of some data of a run.
 *
 * @param name how benchmarks call it
 * @param source where it is from, for people
 * @param users n
 * @param items m
 * @param train N, the ratings that are trained on
 * @param validation ratings held out
 */
public record DataShape(
    String name, String source, int users, int items, long train, long validation) {

  /** Returns all ratings. */
  public long ratings() {
    return train + validation;
  }

  /** Returns n + m. */
  public long rows() {
    return (long) users + items;
  }
}

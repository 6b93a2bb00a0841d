package io.gravmf.bench.result;

import java.util.Map;

/**
 * The size of some data of a run.
 *
 * @param name how benchmarks call it
 * @param source where it is from, for people
 * @param users n
 * @param items m
 * @param train N, the ratings that are trained on
 * @param validation ratings held out
 * @param sweepFlops additions and multiplications of a sweep over all ratings, by d; null where no
 *     sweep was measured
 */
public record DataShape(
    String name,
    String source,
    int users,
    int items,
    long train,
    long validation,
    Map<Integer, Double> sweepFlops) {

  /** Returns the same with the work of sweeps. */
  public DataShape with(Map<Integer, Double> flops) {
    return new DataShape(name, source, users, items, train, validation, flops);
  }

  /** Returns all ratings. */
  public long ratings() {
    return train + validation;
  }

  /** Returns n + m. */
  public long rows() {
    return (long) users + items;
  }
}

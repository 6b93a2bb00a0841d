package io.gravmf.crossvalidate;

import io.gravmf.data.Split;
import java.util.List;

/**
 * Folds that somebody else has made, such as MovieLens-100K's u1 to u5.
 *
 * @param splits each fold's training and test ratings, at least one fold
 */
public record GivenFolds(List<Split> splits) implements Protocol {

  /**
   * @throws IllegalArgumentException if there are none
   */
  public GivenFolds {
    splits = List.copyOf(splits);
    if (splits.isEmpty()) {
      throw new IllegalArgumentException("no folds, expected one or more");
    }
  }

  @Override
  public int folds() {
    return splits.size();
  }

  @Override
  public Fold fold(int number) {
    return new Fold(splits.get(number));
  }

  @Override
  public String description() {
    return splits.size() + (splits.size() == 1 ? " given fold" : " given folds");
  }
}

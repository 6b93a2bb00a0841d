package io.gravmf.train;

import io.gravmf.data.Ratings;

/**
 * How to train on whatever ratings: what in a configuration depends on the ratings that are trained
 * on, such as the constants of {@link io.gravmf.objective.ImplicitAls}, is computed of them alone.
 */
@FunctionalInterface
public interface Recipe {

  /**
   * Returns how to train on ratings.
   *
   * @param train the ratings to train on, none that are held out
   */
  TrainingConfig over(Ratings train);
}

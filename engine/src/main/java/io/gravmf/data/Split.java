package io.gravmf.data;

/**
 * Ratings to learn from and ratings to validate on, over the same users and items.
 *
 * @param train the ratings that the factors are fitted to; at least one
 * @param validation the ratings held out; may be empty
 * @param description how the two were separated, one line, recorded in the model
 */
public record Split(Ratings train, Ratings validation, String description) {

  /**
   * @throws IllegalArgumentException if {@code train} is empty or the two differ in users or items
   */
  public Split {
    if (train.size() == 0) {
      throw new IllegalArgumentException("the training part of the split has no ratings");
    }
    if (train.userCount() != validation.userCount()
        || train.itemCount() != validation.itemCount()) {
      throw new IllegalArgumentException(
          "training has " + train + " but validation has " + validation);
    }
  }
}

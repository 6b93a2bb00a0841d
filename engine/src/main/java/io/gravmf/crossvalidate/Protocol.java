package io.gravmf.crossvalidate;

/** A way of dividing ratings into folds; each is made when it is asked for. */
public interface Protocol {

  /** Returns how many folds there are, at least 1. */
  int folds();

  /**
   * Makes a fold, always the same. Called by several threads.
   *
   * @param number from 0
   */
  Fold fold(int number);

  /** Returns one line that says how ratings are divided. */
  String description();
}

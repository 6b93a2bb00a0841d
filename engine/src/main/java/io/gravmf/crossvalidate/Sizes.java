package io.gravmf.crossvalidate;

import io.gravmf.data.InvalidInputException;

/** Numbers of folds, and where a sequence is cut. */
final class Sizes {

  private Sizes() {}

  static int requireFolds(int folds, int most, String what) {
    if (folds < 2 || folds > most) {
      throw new InvalidInputException(
          "--folds is " + folds + ", expected 2 to " + most + ", the number of " + what);
    }
    return folds;
  }

  static int requireRepeat(int repeat) {
    if (repeat < 1) {
      throw new InvalidInputException("--repeat is " + repeat + ", expected 1 or more");
    }
    return repeat;
  }

  /** Returns where a part of a sequence begins. */
  static int start(int part, int parts, int size) {
    return (int) ((long) part * size / parts);
  }

  static String users(int count) {
    return count + (count == 1 ? " user" : " users");
  }

  static String repeated(int repeat, long seed) {
    return repeat == 1 ? "" : " to " + (seed + repeat - 1);
  }
}

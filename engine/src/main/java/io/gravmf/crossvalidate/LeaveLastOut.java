package io.gravmf.crossvalidate;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;

/**
 * One fold: each user's newest rating is tested on, of equally new ones the last in the file. A
 * user's only rating is trained on.
 */
public final class LeaveLastOut implements Protocol {

  private final Split split;

  /**
   * Finds the newest ratings.
   *
   * @throws InvalidInputException if the ratings have no times, or no user has two
   */
  public LeaveLastOut(Ratings ratings) {
    long[] times =
        ratings
            .timestamps()
            .orElseThrow(
                () -> new InvalidInputException("leave-last-out needs ratings with times"));
    int[] newest = new int[ratings.userCount()];
    int[] counts = new int[ratings.userCount()];
    for (int k = 0; k < ratings.size(); k++) {
      int user = ratings.users()[k];
      if (counts[user]++ == 0 || times[k] >= times[newest[user]]) {
        newest[user] = k;
      }
    }
    int[] trained = new int[ratings.size()];
    int[] tested = new int[ratings.userCount()];
    int train = 0;
    int test = 0;
    for (int k = 0; k < ratings.size(); k++) {
      int user = ratings.users()[k];
      if (counts[user] > 1 && newest[user] == k) {
        tested[test++] = k;
      } else {
        trained[train++] = k;
      }
    }
    if (test == 0) {
      throw new InvalidInputException(
          "leave-last-out: no user has two ratings, so there is nothing to test on");
    }
    split =
        new Split(
            ratings.select(trained, 0, train),
            ratings.select(tested, 0, test),
            "each user's last rating held out");
  }

  @Override
  public int folds() {
    return 1;
  }

  @Override
  public Fold fold(int number) {
    return new Fold(split);
  }

  @Override
  public String description() {
    return split.description();
  }
}

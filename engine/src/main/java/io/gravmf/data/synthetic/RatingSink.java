package io.gravmf.data.synthetic;

/** Takes ratings one by one. */
@FunctionalInterface
public interface RatingSink {

  /**
   * Takes a rating.
   *
   * @param user the user's row
   * @param item the item's row
   * @param rating 1 to 5 stars
   * @param time seconds since 1970
   */
  void accept(int user, int item, int rating, long time);
}

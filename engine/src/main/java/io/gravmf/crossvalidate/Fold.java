package io.gravmf.crossvalidate;

import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import java.util.Optional;

/**
 * What a model is trained on and what it is tested on.
 *
 * @param split what is trained on, and the test ratings of its users; without these where other
 *     users are tested on
 * @param heldOut the users that nothing was trained on, where they are tested on
 */
public record Fold(Split split, Optional<HeldOutUsers> heldOut) {

  /**
   * Users that a model does not know, folded in by a part of their ratings.
   *
   * @param known what they are folded in by
   * @param test what is predicted; over the same users, and the items of {@code known}
   */
  public record HeldOutUsers(Ratings known, Ratings test) {}

  /** A fold that is tested on the users who are trained on. */
  public Fold(Split split) {
    this(split, Optional.empty());
  }

  /** Returns what is trained on. */
  public Ratings train() {
    return split.train();
  }

  /** Returns what is known of the users who are tested on. */
  public Ratings known() {
    return heldOut.map(HeldOutUsers::known).orElse(split.train());
  }

  /** Returns what is tested on. */
  public Ratings test() {
    return heldOut.map(HeldOutUsers::test).orElse(split.validation());
  }
}

package io.gravmf.cli.training;

import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.SplitFingerprint;
import io.gravmf.data.Splits;
import io.gravmf.model.Model;
import io.gravmf.model.Provenance;
import java.util.Optional;

/**
 * Ratings, and what a model has to do with them.
 *
 * @param kind what it has
 * @param all the ratings
 * @param split how they were divided, where they are divided
 */
public record KnownRatings(Kind kind, Ratings all, Optional<Split> split) {

  /** What a model may have to do with ratings. */
  public enum Kind {
    /** It was trained on one part, and which that is is known. */
    DIVIDED,
    /** It was trained on one part, and which that is is not known. */
    UNDIVIDED,
    /** They are those that it learned from. */
    LEARNED,
    /** They are those that it was validated on. */
    HELD_OUT,
    /** Not all of them, as a whole or a part, are its own. */
    OTHER
  }

  /**
   * Compares ratings with what a model records of its own.
   *
   * @param ratings over the model's rows
   * @param unknown how many more there are, of users or items that the model does not have
   * @param permutation that which divided them, or null
   * @throws io.gravmf.data.InvalidInputException if the permutation is none of these ratings
   */
  public static KnownRatings of(Model model, Ratings ratings, long unknown, int[] permutation) {
    Provenance provenance = model.provenance();
    if (unknown > 0) {
      return new KnownRatings(Kind.OTHER, ratings, Optional.empty());
    }
    Optional<Split> split = divide(ratings, provenance, permutation).filter(model::wasTrainedOn);
    if (split.isPresent()) {
      return new KnownRatings(Kind.DIVIDED, ratings, split);
    }
    return new KnownRatings(kind(ratings, provenance), ratings, Optional.empty());
  }

  private static Optional<Split> divide(Ratings ratings, Provenance provenance, int[] permutation) {
    boolean size = ratings.size() == provenance.trainRatings() + provenance.validationRatings();
    boolean times = !Splits.isByTime(provenance.split()) || ratings.timestamps().isPresent();
    return size && times
        ? Splits.again(ratings, provenance.split(), permutation)
        : Optional.empty();
  }

  private static Kind kind(Ratings ratings, Provenance provenance) {
    if (provenance.fingerprint().isEmpty()) {
      return Kind.OTHER;
    }
    SplitFingerprint own = provenance.fingerprint().get();
    long found = SplitFingerprint.of(ratings);
    int size = ratings.size();
    if (size == provenance.trainRatings() && found == own.train()) {
      return Kind.LEARNED;
    }
    if (size == provenance.validationRatings() && found == own.validation()) {
      return Kind.HELD_OUT;
    }
    boolean whole = size == provenance.trainRatings() + provenance.validationRatings();
    return whole && found == own.whole() ? Kind.UNDIVIDED : Kind.OTHER;
  }
}

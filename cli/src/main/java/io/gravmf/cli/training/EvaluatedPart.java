package io.gravmf.cli.training;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.model.Provenance;
import java.util.Locale;

/**
 * The ratings that a model is compared with, and what they are to it: an error over ratings that it
 * learned from says nothing of others.
 *
 * @param ratings the ratings
 * @param name validation, train or all
 * @param explanation what they are, one line
 */
public record EvaluatedPart(Ratings ratings, String name, String explanation) {

  /** Which part to take. */
  public enum Part {
    /** What was held out. */
    VALIDATION,
    /** What was learned from. */
    TRAIN,
    /** All ratings of the file. */
    ALL
  }

  private static final String NO_MEASURE = ", so this measures no prediction of others";

  /**
   * Chooses.
   *
   * @param known the ratings
   * @param wanted the part, or null for the held-out one where there is one
   * @throws InvalidInputException if these ratings do not have the part that is wanted
   */
  public static EvaluatedPart of(KnownRatings known, Part wanted, Provenance provenance) {
    return switch (known.kind()) {
      case DIVIDED -> ofDivided(known, wanted, provenance);
      case UNDIVIDED -> {
        require(
            wanted == null || wanted == Part.ALL,
            wanted,
            "which of these ratings were held out is not known: split "
                + provenance.split()
                + ", expected --permutation, or the ratings in the order of training");
        yield new EvaluatedPart(
            known.all(), "all", learnedOf(provenance, known.all().size()) + NO_MEASURE);
      }
      case LEARNED -> {
        require(wanted != Part.VALIDATION, wanted, "the model learned from all of these ratings");
        yield new EvaluatedPart(
            known.all(), "train", "the model learned from these ratings" + NO_MEASURE);
      }
      case HELD_OUT -> {
        require(wanted != Part.TRAIN, wanted, "the model was validated on these ratings");
        yield new EvaluatedPart(known.all(), "validation", "the model held these ratings out");
      }
      case OTHER -> {
        require(
            wanted == null || wanted == Part.ALL,
            wanted,
            "these are other ratings than the model was trained on");
        yield new EvaluatedPart(
            known.all(), "all", "these are other ratings than it was trained on");
      }
    };
  }

  private static EvaluatedPart ofDivided(KnownRatings known, Part wanted, Provenance provenance) {
    Split split = known.split().orElseThrow();
    boolean heldOut = split.validation().size() > 0;
    require(heldOut || wanted != Part.VALIDATION, wanted, "no ratings were held out");
    Part part = wanted != null ? wanted : heldOut ? Part.VALIDATION : Part.TRAIN;
    Ratings ratings =
        switch (part) {
          case VALIDATION -> split.validation();
          case TRAIN -> split.train();
          case ALL -> known.all();
        };
    String explanation =
        switch (part) {
          case VALIDATION ->
              "these are the ones held out of training (split " + provenance.split() + ")";
          case TRAIN -> "the model learned from these" + NO_MEASURE;
          case ALL -> learnedOf(provenance, known.all().size()) + NO_MEASURE;
        };
    return new EvaluatedPart(ratings, part.name().toLowerCase(Locale.ROOT), explanation);
  }

  private static String learnedOf(Provenance provenance, int size) {
    return "the model learned from " + provenance.trainRatings() + " of these " + size;
  }

  private static void require(boolean holds, Part wanted, String message) {
    if (!holds) {
      throw new InvalidInputException(
          "--part " + wanted.name().toLowerCase(Locale.ROOT) + ": " + message);
    }
  }
}

package io.gravmf.data;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Ways to divide ratings into those to learn from and those to validate on. */
public final class Splits {

  private static final String FRACTION = "([0-9.E-]+)";
  private static final Pattern AT_RANDOM =
      Pattern.compile(FRACTION + " at random by seed (-?[0-9]+)");
  private static final Pattern BY_TIME = Pattern.compile(FRACTION + " by time");
  private static final Pattern BY_PERMUTATION =
      Pattern.compile(FRACTION + " by a given permutation");

  private Splits() {}

  /**
   * Divides at random: the first {@code round(fraction * N)} ratings of a random permutation train.
   *
   * @param fraction the training part's share, above 0 and at most 1; a half rounds to even
   * @throws InvalidInputException if the fraction is out of range or leaves nothing to train on
   */
  public static Split random(Ratings ratings, double fraction, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    int[] permutation = PermutationSampler.natural(ratings.size());
    PermutationSampler.shuffle(random, permutation);
    return cut(ratings, permutation, fraction, fraction + " at random by seed " + seed);
  }

  /**
   * Divides by a given permutation of the ratings' places in the file.
   *
   * @throws InvalidInputException if it is not a permutation of 0 to N-1
   */
  public static Split byPermutation(Ratings ratings, double fraction, int[] permutation) {
    int size = ratings.size();
    if (permutation.length != size) {
      throw new InvalidInputException(
          "the permutation has " + permutation.length + " entries, expected " + size);
    }
    boolean[] seen = new boolean[size];
    for (int k = 0; k < size; k++) {
      int place = permutation[k];
      if (place < 0 || place >= size || seen[place]) {
        throw new InvalidInputException(
            "the permutation's entry "
                + k
                + " is "
                + place
                + (place < 0 || place >= size
                    ? ", expected 0 to " + (size - 1)
                    : ", which an earlier entry is too"));
      }
      seen[place] = true;
    }
    return cut(ratings, permutation, fraction, fraction + " by a given permutation");
  }

  /**
   * Divides by time: the oldest train; equal times stay in the file's order.
   *
   * @throws InvalidInputException if the ratings have no times
   */
  public static Split byTime(Ratings ratings, double fraction) {
    long[] times =
        ratings
            .timestamps()
            .orElseThrow(
                () -> new InvalidInputException("a split by time needs ratings with times"));
    return cut(ratings, TimeOrder.of(times), fraction, fraction + " by time");
  }

  /**
   * Takes the parts as they are given, as they are read from two files.
   *
   * @throws InvalidInputException if either is empty
   * @throws IllegalArgumentException if the two differ in users or items
   */
  public static Split byValidation(Ratings train, Ratings validation) {
    if (train.size() == 0 || validation.size() == 0) {
      throw new InvalidInputException(
          "the given parts have "
              + train.size()
              + " ratings to train on and "
              + validation.size()
              + " to validate on, expected some of both");
    }
    return new Split(train, validation, "by given validation ratings");
  }

  /** Returns whether {@link #again} needs ratings with times for a split. */
  public static boolean isByTime(String description) {
    return BY_TIME.matcher(description).matches();
  }

  /**
   * Divides again as a split's description says, which a model keeps.
   *
   * @param permutation the permutation where the split was by a given one, else ignored
   * @return the split, or empty where the description alone does not give it: it was by a
   *     permutation that is null here, or by other ratings
   * @throws InvalidInputException as the way of dividing does
   */
  public static Optional<Split> again(Ratings ratings, String description, int[] permutation) {
    Matcher random = AT_RANDOM.matcher(description);
    Matcher time = BY_TIME.matcher(description);
    Matcher given = BY_PERMUTATION.matcher(description);
    try {
      if (random.matches()) {
        return Optional.of(
            random(ratings, Double.parseDouble(random.group(1)), Long.parseLong(random.group(2))));
      }
      if (time.matches()) {
        return Optional.of(byTime(ratings, Double.parseDouble(time.group(1))));
      }
      if (given.matches() && permutation != null) {
        return Optional.of(byPermutation(ratings, Double.parseDouble(given.group(1)), permutation));
      }
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Split cut(
      Ratings ratings, int[] permutation, double fraction, String description) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new InvalidInputException(
          "the split is " + fraction + ", expected above 0 and at most 1");
    }
    int size = permutation.length;
    int train = (int) Math.rint(fraction * size);
    if (train == 0) {
      throw new InvalidInputException(
          "a split of " + fraction + " leaves none of " + size + " ratings to train on");
    }
    return new Split(
        ratings.select(permutation, 0, train),
        ratings.select(permutation, train, size),
        description);
  }
}

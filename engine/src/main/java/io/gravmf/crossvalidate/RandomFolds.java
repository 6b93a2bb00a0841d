package io.gravmf.crossvalidate;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import java.util.Objects;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * K-fold cross-validation: a random permutation of the ratings is cut into K parts of equal size
 * but for one rating, and each is tested on once. A repetition takes another permutation, by the
 * next seed.
 */
public final class RandomFolds implements Protocol {

  private final Ratings ratings;
  private final int parts;
  private final int repeat;
  private final long seed;
  private final int[][] permutations;

  /**
   * Prepares the permutations.
   *
   * @param parts K, at least 2 and at most the number of ratings
   * @param repeat how many permutations to take, at least 1
   * @throws InvalidInputException if a number is out of range
   */
  public RandomFolds(Ratings ratings, int parts, int repeat, long seed) {
    this.ratings = ratings;
    this.parts = Sizes.requireFolds(parts, ratings.size(), "ratings");
    this.repeat = Sizes.requireRepeat(repeat);
    this.seed = seed;
    permutations = new int[repeat][];
    for (int k = 0; k < repeat; k++) {
      permutations[k] = PermutationSampler.natural(ratings.size());
      PermutationSampler.shuffle(RandomSource.XO_SHI_RO_256_PP.create(seed + k), permutations[k]);
    }
  }

  @Override
  public int folds() {
    return parts * repeat;
  }

  @Override
  public Fold fold(int number) {
    Objects.checkIndex(number, folds());
    int[] permutation = permutations[number / parts];
    int part = number % parts;
    int from = Sizes.start(part, parts, permutation.length);
    int to = Sizes.start(part + 1, parts, permutation.length);
    int[] trained = new int[permutation.length - (to - from)];
    System.arraycopy(permutation, 0, trained, 0, from);
    System.arraycopy(permutation, to, trained, from, permutation.length - to);
    return new Fold(
        new Split(
            ratings.select(trained, 0, trained.length),
            ratings.select(permutation, from, to),
            "fold " + (part + 1) + " of " + parts + " by seed " + (seed + number / parts)));
  }

  @Override
  public String description() {
    return parts + " random folds by seed " + seed + Sizes.repeated(repeat, seed);
  }
}

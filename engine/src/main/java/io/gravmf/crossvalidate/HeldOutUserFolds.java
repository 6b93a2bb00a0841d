package io.gravmf.crossvalidate;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.RowSubset;
import io.gravmf.data.Split;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Strong generalisation (Marlin 2004; Liang, Krishnan, Hoffman &amp; Jebara 2018, "Variational
 * Autoencoders for Collaborative Filtering"; Rendle et al. 2021): users are held out whole. Of each
 * a random 80 % of the ratings fold the user in, the rest is predicted. Items that nobody else has
 * rated do not exist in such a fold. Users of whom one rating or none is left then fold in by it
 * and are not tested on.
 */
public final class HeldOutUserFolds implements Protocol {

  /** The share of a held-out user's ratings that fold the user in. */
  public static final double KNOWN = 0.8;

  private final Ratings ratings;
  private final int[][] users;
  private final int parts;
  private final int size;
  private final int repeat;
  private final long seed;

  private HeldOutUserFolds(Ratings ratings, int parts, int size, int repeat, long seed) {
    this.ratings = ratings;
    this.parts = parts;
    this.size = size;
    this.repeat = Sizes.requireRepeat(repeat);
    this.seed = seed;
    users = new int[repeat][];
    for (int k = 0; k < repeat; k++) {
      users[k] = PermutationSampler.natural(ratings.userCount());
      PermutationSampler.shuffle(RandomSource.XO_SHI_RO_256_PP.create(seed + k), users[k]);
    }
  }

  /**
   * Divides the users into K parts, each held out once.
   *
   * @param parts K, at least 2 and at most the number of users
   * @param repeat how many times to divide, by as many seeds
   * @throws InvalidInputException if a number is out of range
   */
  public static HeldOutUserFolds parts(Ratings ratings, int parts, int repeat, long seed) {
    Sizes.requireFolds(parts, ratings.userCount(), "users");
    return new HeldOutUserFolds(ratings, parts, 0, repeat, seed);
  }

  /**
   * Holds out so many users at once, as published protocols do.
   *
   * @param size how many, at least 1 and less than there are
   * @param repeat how many times, by as many seeds
   * @throws InvalidInputException if a number is out of range
   */
  public static HeldOutUserFolds ofSize(Ratings ratings, int size, int repeat, long seed) {
    if (size < 1 || size >= ratings.userCount()) {
      throw new InvalidInputException(
          "held-out users are "
              + size
              + ", expected 1 to "
              + (ratings.userCount() - 1)
              + ", there being "
              + ratings.userCount()
              + " users");
    }
    return new HeldOutUserFolds(ratings, 1, size, repeat, seed);
  }

  @Override
  public int folds() {
    return parts * repeat;
  }

  @Override
  public Fold fold(int number) {
    Objects.checkIndex(number, folds());
    int draw = number / parts;
    int part = number % parts;
    int[] order = users[draw];
    int from = parts == 1 ? 0 : Sizes.start(part, parts, order.length);
    int to = parts == 1 ? size : Sizes.start(part + 1, parts, order.length);
    boolean[] tested = new boolean[order.length];
    for (int k = from; k < to; k++) {
      tested[order[k]] = true;
    }
    boolean[] trained = new boolean[order.length];
    boolean[] rated = new boolean[ratings.itemCount()];
    for (int k = 0; k < ratings.size(); k++) {
      int user = ratings.users()[k];
      trained[user] = !tested[user];
      rated[ratings.items()[k]] |= !tested[user];
    }
    RowSubset items = RowSubset.of(ratings.itemIds(), rated);
    Ratings train = RowSubset.select(ratings, RowSubset.of(ratings.userIds(), trained), items);
    Ratings others = RowSubset.select(ratings, RowSubset.of(ratings.userIds(), tested), items);
    if (train.size() == 0) {
      throw new InvalidInputException(
          "without the held-out users there are no ratings to train on");
    }
    String description = Sizes.users(to - from) + " held out by seed " + (seed + draw);
    return new Fold(
        new Split(train, train.select(new int[0], 0, 0), description),
        Optional.of(divide(others, seed + draw)));
  }

  private static Fold.HeldOutUsers divide(Ratings others, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed ^ 0x5F01DL);
    CompressedRows byUser = CompressedRows.byUser(others);
    int[] known = new int[others.size()];
    int[] test = new int[others.size()];
    int knownCount = 0;
    int testCount = 0;
    for (int user = 0; user < byUser.rowCount(); user++) {
      int[] own =
          Arrays.copyOfRange(
              byUser.positions(), byUser.offsets()[user], byUser.offsets()[user + 1]);
      PermutationSampler.shuffle(random, own);
      int given = own.length < 2 ? own.length : (int) Math.rint(KNOWN * own.length);
      given = own.length < 2 ? given : Math.max(1, Math.min(own.length - 1, given));
      System.arraycopy(own, 0, known, knownCount, given);
      knownCount += given;
      System.arraycopy(own, given, test, testCount, own.length - given);
      testCount += own.length - given;
    }
    return new Fold.HeldOutUsers(
        others.select(known, 0, knownCount), others.select(test, 0, testCount));
  }

  @Override
  public String description() {
    return (parts == 1
            ? Sizes.users(size) + " held out"
            : parts + " parts of the users held out in turn")
        + " by seed "
        + seed
        + Sizes.repeated(repeat, seed)
        + ", folded in from 80 % of their ratings";
  }
}

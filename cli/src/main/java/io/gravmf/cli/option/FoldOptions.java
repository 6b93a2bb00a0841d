package io.gravmf.cli.option;

import io.gravmf.crossvalidate.HeldOutUserFolds;
import io.gravmf.crossvalidate.LeaveLastOut;
import io.gravmf.crossvalidate.Measures;
import io.gravmf.crossvalidate.Protocol;
import io.gravmf.crossvalidate.RandomFolds;
import io.gravmf.crossvalidate.RatingsFilter;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How ratings are divided into folds, and what is measured. */
public final class FoldOptions {

  private static final String EVERYBODY = "all";

  /** An implicit model predicts no ratings, so there must be something to measure. */
  private static final int IMPLICIT_CUTOFF = 10;

  @Option(names = "--folds", paramLabel = "K", description = "Random folds; default: 5.")
  private Integer folds;

  @Option(
      names = "--repeat",
      paramLabel = "R",
      description = "Divide R times, by the seeds S to S + R - 1; default: 1.")
  private int repeat = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the folds and of the initial factors; default: 1.")
  private long seed = 1;

  @Option(
      names = "--fold",
      paramLabel = "TRAIN,TEST",
      description = {
        "A given fold, in place of --ratings; may be repeated. A % stands for 1, 2, ... as long",
        "as there are such files: --fold u%%.base,u%%.test"
      })
  private List<String> given = List.of();

  @Option(names = "--leave-last-out", description = "Test on each user's newest rating.")
  private boolean leaveLastOut;

  @Option(
      names = "--held-out-users",
      paramLabel = "N",
      description = {
        "Test on users that nothing is trained on, folded in from 80 %% of their ratings: N",
        "users, or all, in --folds parts."
      })
  private String heldOutUsers;

  @Option(
      names = "--min-rating",
      paramLabel = "X",
      description = "First leave out all ratings below X.")
  private Double minRating;

  @Option(
      names = "--min-user-ratings",
      paramLabel = "N",
      description = "Then leave out users of less than N ratings; default: 1.")
  private int minUserRatings = 1;

  @Option(
      names = "--rank",
      split = ",",
      paramLabel = "K",
      description = "Measure the K best of all items not trained on; several: 20,50,100.")
  private List<Integer> cutoffs = List.of();

  @Option(
      names = "--relevant",
      paramLabel = "X",
      description = "With --rank: held-out ratings from X on are relevant; default: all.")
  private Double relevant;

  /** Returns the seed of the folds and of the initial factors. */
  public long seed() {
    return seed;
  }

  /** Returns whether ratings need their times. */
  public boolean isByTime() {
    return leaveLastOut;
  }

  /**
   * Returns what to measure.
   *
   * @param implicit whether the model predicts no ratings
   */
  public Measures measures(boolean implicit) {
    List<Integer> lengths = cutoffs.isEmpty() && implicit ? List.of(IMPLICIT_CUTOFF) : cutoffs;
    return new Measures(lengths, relevant == null ? Double.NEGATIVE_INFINITY : relevant);
  }

  /**
   * Refuses options that contradict each other.
   *
   * @param ratings whether a file of ratings is given
   * @param implicit whether the model predicts no ratings, so that lists are measured in any case
   * @throws InvalidInputException if there are some
   */
  public void requireConsistent(boolean ratings, boolean implicit) {
    boolean files = !given.isEmpty();
    long ways = Stream.of(files, leaveLastOut, heldOutUsers != null).filter(way -> way).count();
    refuse(ways > 1, "--fold, --leave-last-out and --held-out-users exclude each other");
    refuse(files && ratings, "--fold and --ratings exclude each other");
    refuse(
        folds != null && (files || leaveLastOut || isNumberOfUsers()),
        "--folds is for random folds and for --held-out-users all");
    refuse(repeat != 1 && (files || leaveLastOut), "--repeat is for what is divided by a seed");
    refuse(
        files && (minRating != null || minUserRatings != 1),
        "--fold and --min-rating or --min-user-ratings exclude each other");
    refuse(minUserRatings < 1, "--min-user-ratings is " + minUserRatings + ", expected 1 or more");
    requireFinite("--min-rating", minRating);
    requireFinite("--relevant", relevant);
    refuse(
        relevant != null && !measures(implicit).ranks(),
        "--relevant needs --rank, which measures lists");
  }

  private static void requireFinite(String option, Double value) {
    refuse(
        value != null && !Double.isFinite(value),
        option + " is " + value + ", expected a finite number");
  }

  private boolean isNumberOfUsers() {
    return heldOutUsers != null && !heldOutUsers.equals(EVERYBODY);
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new InvalidInputException(message);
    }
  }

  /** Two files. */
  public record Pair(Path train, Path test) {}

  /**
   * Returns the given folds' files; none where folds are made.
   *
   * @throws InvalidInputException if an option names no two files, or a % stands for none
   */
  public List<Pair> given() {
    List<Pair> pairs = new ArrayList<>();
    for (String names : given) {
      int comma = names.indexOf(',');
      refuse(
          comma <= 0 || comma != names.lastIndexOf(',') || comma == names.length() - 1,
          "--fold is '" + names + "', expected two files, TRAIN,TEST");
      String train = names.substring(0, comma);
      String test = names.substring(comma + 1);
      if (train.contains("%") && test.contains("%")) {
        pairs.addAll(numbered(train, test));
      } else {
        pairs.add(new Pair(Path.of(train), Path.of(test)));
      }
    }
    return pairs;
  }

  private static List<Pair> numbered(String train, String test) {
    List<Pair> pairs = new ArrayList<>();
    for (int number = 1; ; number++) {
      Pair pair =
          new Pair(
              Path.of(train.replace("%", "" + number)), Path.of(test.replace("%", "" + number)));
      if (!Files.exists(pair.train())) {
        refuse(number == 1, "--fold: there is no " + pair.train());
        return pairs;
      }
      pairs.add(pair);
    }
  }

  /**
   * Divides ratings.
   *
   * @throws InvalidInputException if a number is out of range, or nothing is left
   */
  public Protocol protocol(Ratings all) {
    Ratings kept = all;
    if (minRating != null) {
      kept = RatingsFilter.atLeast(kept, minRating);
    }
    if (minRating != null || minUserRatings > 1) {
      kept = RatingsFilter.ofUsersWith(kept, minUserRatings);
      refuse(kept.size() == 0, "--min-rating and --min-user-ratings leave no ratings");
    }
    int parts = folds == null ? 5 : folds;
    if (leaveLastOut) {
      return new LeaveLastOut(kept);
    }
    if (isNumberOfUsers()) {
      return HeldOutUserFolds.ofSize(kept, users(), repeat, seed);
    }
    return heldOutUsers != null
        ? HeldOutUserFolds.parts(kept, parts, repeat, seed)
        : new RandomFolds(kept, parts, repeat, seed);
  }

  private int users() {
    try {
      return Integer.parseInt(heldOutUsers);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "--held-out-users is '" + heldOutUsers + "', expected a number of users or all", e);
    }
  }
}

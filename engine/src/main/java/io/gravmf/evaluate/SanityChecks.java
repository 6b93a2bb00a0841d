package io.gravmf.evaluate;

import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.model.Model;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The notebook's two sanity checks, each of which finds its ratings in the file again by user and
 * item: mistaken rows, a mistaken mean and ratings that were mixed up show.
 *
 * @param entries whether training ratings are the file's
 * @param close whether predictions that are close to the held-out ratings are so in the file's
 *     units
 */
public record SanityChecks(Entries entries, Close close) {

  /** How many training ratings are drawn. */
  public static final int SAMPLES = 1000;

  /** Errors below this are close, in rating units. */
  public static final double CLOSE = 0.5;

  /**
   * Random training ratings, drawn with repetition, compared with the file's.
   *
   * @param sampled how many were drawn
   * @param wrong how many of them the file does not have
   */
  public record Entries(int sampled, int wrong) {

    /** Returns whether the file has all of them. */
    public boolean passed() {
      return wrong == 0;
    }
  }

  /**
   * The held-out pairs for which {@code u.v} is closer than {@link #CLOSE} to {@code rating -
   * mean}.
   *
   * @param validation how many ratings were held out
   * @param selected how many of them are such pairs
   * @param largest the largest {@code |rating - (u.v + mean)|} among these, with the file's rating;
   *     infinite where the file has no rating of one, 0 where there are no pairs
   */
  public record Close(int validation, int selected, double largest) {

    /** Returns whether there are such pairs, or no ratings held out, and all are as close. */
    public boolean passed() {
      return (selected > 0 || validation == 0) && largest < CLOSE;
    }
  }

  /** Returns whether both checks passed. */
  public boolean passed() {
    return entries.passed() && close.passed();
  }

  /**
   * Checks a model whose ratings are all in one file.
   *
   * @param split what the model was trained and validated on, in the order of the model's rows
   * @param file the ratings as the file has them, whatever the order of its rows
   * @param seed chooses the training ratings
   * @throws IllegalArgumentException if the split has other users or items than the model
   */
  public static SanityChecks of(Model model, Split split, Ratings file, long seed) {
    return of(model, split, file, file, seed);
  }

  /**
   * Checks a model that was validated on a file of its own.
   *
   * @param split what the model was trained and validated on, in the order of the model's rows
   * @param trainFile the ratings to train on as their file has them
   * @param validationFile the held-out ratings as theirs has them
   * @param seed chooses the training ratings
   * @throws IllegalArgumentException if the split has other users or items than the model
   */
  public static SanityChecks of(
      Model model, Split split, Ratings trainFile, Ratings validationFile, long seed) {
    return new SanityChecks(entries(split, trainFile, seed), close(model, split, validationFile));
  }

  /** Makes the first check, which needs no model. */
  public static Entries entries(Split split, Ratings trainFile, long seed) {
    Ratings train = split.train();
    FileRatings known = new FileRatings(trainFile);
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    int wrong = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      int k = random.nextInt(train.size());
      if (known.find(train, k) != train.values()[k]) {
        wrong++;
      }
    }
    return new Entries(SAMPLES, wrong);
  }

  /**
   * Makes the second check.
   *
   * @throws IllegalArgumentException if the split has other users or items than the model
   */
  public static Close close(Model model, Split split, Ratings validationFile) {
    SameIds.require(model, split.train());
    SameIds.require(model, split.validation());
    Ratings validation = split.validation();
    FileRatings known = new FileRatings(validationFile);
    int selected = 0;
    double largest = 0;
    for (int k = 0; k < validation.size(); k++) {
      int user = validation.users()[k];
      int item = validation.items()[k];
      double predicted = model.predict(user, item);
      double target = validation.values()[k] - model.mean();
      if (Math.abs(predicted - model.mean() - target) < CLOSE) {
        selected++;
        largest = Math.max(largest, Math.abs(known.find(validation, k) - predicted));
      }
    }
    return new Close(validation.size(), selected, largest);
  }
}

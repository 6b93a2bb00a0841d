package io.gravmf.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ratings in the format and the shape of {@code data/mllib/als/sample_movielens_ratings.txt}, which
 * MLlib's documented examples read: 30 users, 100 movies, {@code user::movie::rating::time}.
 * Ratings are drawn around the product of three planted factors.
 */
final class MllibSample {

  private static final int USERS = 30;
  private static final int MOVIES = 100;
  private static final int PLANTED = 3;

  private MllibSample() {}

  /** A line of the file: the bean of MLlib's documented example. */
  public static final class Rating implements Serializable {

    private static final long serialVersionUID = 1;

    private int userId;
    private int movieId;
    private float rating;
    private long timestamp;

    /** Makes a bean of zeros. */
    public Rating() {}

    /** Returns the user. */
    public int getUserId() {
      return userId;
    }

    /** Returns the movie. */
    public int getMovieId() {
      return movieId;
    }

    /** Returns the rating. */
    public float getRating() {
      return rating;
    }

    /** Returns the time. */
    public long getTimestamp() {
      return timestamp;
    }

    /** Reads a line. */
    static Rating parseRating(String line) {
      String[] fields = line.split("::", -1);
      Rating parsed = new Rating();
      parsed.userId = Integer.parseInt(fields[0]);
      parsed.movieId = Integer.parseInt(fields[1]);
      parsed.rating = Float.parseFloat(fields[2]);
      parsed.timestamp = Long.parseLong(fields[3]);
      return parsed;
    }
  }

  /** Writes some 1500 lines. */
  static Path write(Path file) throws IOException {
    Random random = new Random(5);
    double[][] users = gaussians(random, USERS);
    double[][] movies = gaussians(random, MOVIES);
    List<String> lines = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      for (int movie = 0; movie < MOVIES; movie++) {
        if (random.nextBoolean()) {
          double taste = 2.5 + 0.3 * random.nextGaussian();
          for (int k = 0; k < PLANTED; k++) {
            taste += 0.6 * users[user][k] * movies[movie][k];
          }
          long rating = Math.max(1, Math.min(5, Math.round(taste)));
          lines.add(user + "::" + movie + "::" + rating + "::1424380312");
        }
      }
    }
    return Files.write(file, lines);
  }

  private static double[][] gaussians(Random random, int rows) {
    double[][] drawn = new double[rows][PLANTED];
    for (double[] row : drawn) {
      for (int k = 0; k < PLANTED; k++) {
        row[k] = random.nextGaussian();
      }
    }
    return drawn;
  }
}

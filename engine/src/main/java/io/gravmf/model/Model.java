package io.gravmf.model;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.Split;
import io.gravmf.data.SplitFingerprint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A trained model: a prediction is {@code mean + b_i + c_j + u_i . v_j}, in rating units (or, of a
 * model of implicit feedback, near 1 for pairs that are likely to be known).
 *
 * <p>Never written to once it is made, so that several threads may use it: the factors and biases
 * that it hands out are its own arrays, for reading (see {@link FloatMatrix}). {@code
 * io.gravmf.recommend.Recommender} hands out none.
 *
 * @param userFactors U, n × d
 * @param itemFactors V, m × d
 * @param biases b and c; empty where the model has none
 * @param mean the mean of the training ratings; 0 for implicit feedback
 * @param userIds ids of the rows of U
 * @param itemIds ids of the rows of V
 * @param titles titles of the items by row, null where one has none; empty where none are known
 * @param provenance how it was trained
 * @param posterior what is known of single draws where the model is the average of some
 */
public record Model(
    FloatMatrix userFactors,
    FloatMatrix itemFactors,
    Optional<Biases> biases,
    double mean,
    IdMap userIds,
    IdMap itemIds,
    List<String> titles,
    Provenance provenance,
    Optional<Posterior> posterior) {

  /**
   * What a prediction has beside the mean and u.v.
   *
   * @param users b, n × 1
   * @param items c, m × 1
   */
  public record Biases(FloatMatrix users, FloatMatrix items) {

    /**
     * @throws IllegalArgumentException if there is not one bias a row
     */
    public Biases {
      if (users.columns() != 1 || items.columns() != 1) {
        throw new IllegalArgumentException(
            "biases are a " + users + " and a " + items + ", expected one column each");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if the shapes of factors, biases and ids do not fit each other
   */
  public Model {
    Objects.requireNonNull(provenance, "provenance");
    // Not List.copyOf, which takes no nulls.
    titles = Collections.unmodifiableList(new ArrayList<>(titles));
    if (!titles.isEmpty() && titles.size() != itemIds.size()) {
      throw new IllegalArgumentException(
          "there are " + titles.size() + " titles for " + itemIds.size() + " items");
    }
    if (userFactors.columns() != itemFactors.columns()
        || userFactors.rows() != userIds.size()
        || itemFactors.rows() != itemIds.size()) {
      throw new IllegalArgumentException(
          "user factors are a "
              + userFactors
              + " for "
              + userIds.size()
              + " ids, item factors a "
              + itemFactors
              + " for "
              + itemIds.size()
              + " ids");
    }
    if (biases.isPresent()
        && (biases.get().users().rows() != userFactors.rows()
            || biases.get().items().rows() != itemFactors.rows())) {
      throw new IllegalArgumentException(
          "there are "
              + biases.get().users().rows()
              + " biases for "
              + userFactors.rows()
              + " users and "
              + biases.get().items().rows()
              + " for "
              + itemFactors.rows()
              + " items");
    }
    posterior.ifPresent(draws -> requireFits(draws, userFactors, itemFactors));
  }

  private static void requireFits(Posterior draws, FloatMatrix users, FloatMatrix items) {
    if (draws.userBiases().rows() != users.rows()
        || draws.itemBiases().rows() != items.rows()
        || users.columns() % draws.draws() != 0) {
      throw new IllegalArgumentException(
          "the draws' biases are a "
              + draws.userBiases()
              + " and a "
              + draws.itemBiases()
              + ", factors a "
              + users
              + " and a "
              + items);
    }
  }

  /**
   * A model that is no average of draws.
   *
   * @throws IllegalArgumentException if the shapes of factors, biases and ids do not fit each other
   */
  public Model(
      FloatMatrix userFactors,
      FloatMatrix itemFactors,
      Optional<Biases> biases,
      double mean,
      IdMap userIds,
      IdMap itemIds,
      List<String> titles,
      Provenance provenance) {
    this(
        userFactors,
        itemFactors,
        biases,
        mean,
        userIds,
        itemIds,
        titles,
        provenance,
        Optional.empty());
  }

  /**
   * A model without titles.
   *
   * @throws IllegalArgumentException if the shapes of factors, biases and ids do not fit each other
   */
  public Model(
      FloatMatrix userFactors,
      FloatMatrix itemFactors,
      Optional<Biases> biases,
      double mean,
      IdMap userIds,
      IdMap itemIds,
      Provenance provenance) {
    this(userFactors, itemFactors, biases, mean, userIds, itemIds, List.of(), provenance);
  }

  /**
   * Returns this model with titles of its items.
   *
   * @param found by row, null where an item has none
   * @throws IllegalArgumentException if there is not one for each item
   */
  public Model withTitles(List<String> found) {
    return new Model(
        userFactors, itemFactors, biases, mean, userIds, itemIds, found, provenance, posterior);
  }

  /**
   * Returns this model with what is known of its draws.
   *
   * @throws IllegalArgumentException if these have other rows, or their number does not divide d
   */
  public Model withPosterior(Posterior draws) {
    return new Model(
        userFactors,
        itemFactors,
        biases,
        mean,
        userIds,
        itemIds,
        titles,
        provenance,
        Optional.of(draws));
  }

  /**
   * A model without biases or titles.
   *
   * @throws IllegalArgumentException if the shapes of factors and ids do not fit each other
   */
  public Model(
      FloatMatrix userFactors,
      FloatMatrix itemFactors,
      double mean,
      IdMap userIds,
      IdMap itemIds,
      Provenance provenance) {
    this(userFactors, itemFactors, Optional.empty(), mean, userIds, itemIds, provenance);
  }

  /**
   * Returns whether a split is the one that the model was trained and validated on: by its
   * fingerprint, or by the mean's last bit in models of before there was one.
   *
   * @param split over the model's rows
   */
  public boolean wasTrainedOn(Split split) {
    return split.train().size() == provenance.trainRatings()
        && provenance
            .fingerprint()
            .map(own -> own.equals(SplitFingerprint.of(split)))
            .orElseGet(() -> split.train().mean() == mean);
  }

  /** Returns d, the number of factors of each user and item. */
  public int dim() {
    return userFactors.columns();
  }

  /**
   * Predicts the rating of an item by a user, both given by row, summed in double precision.
   *
   * @throws IndexOutOfBoundsException if a row is out of range
   */
  public double predict(int userRow, int itemRow) {
    int d = dim();
    int user = Objects.checkIndex(userRow, userFactors.rows()) * d;
    int item = Objects.checkIndex(itemRow, itemFactors.rows()) * d;
    float[] u = userFactors.values();
    float[] v = itemFactors.values();
    double sum = mean + userBias(userRow) + itemBias(itemRow);
    for (int k = 0; k < d; k++) {
      sum += (double) u[user + k] * v[item + k];
    }
    return sum;
  }

  /**
   * Returns the posterior standard deviation of a prediction, that over the model's draws; empty
   * where there are not two.
   *
   * @throws IndexOutOfBoundsException if a row is out of range
   */
  public OptionalDouble deviation(int userRow, int itemRow) {
    if (posterior.isEmpty() || posterior.get().draws() < 2) {
      return OptionalDouble.empty();
    }
    Posterior all = posterior.get();
    int draws = all.draws();
    double sum = 0;
    double squares = 0;
    for (int s = 0; s < draws; s++) {
      double drawn = all.userBiases().get(userRow, s) + all.itemBiases().get(itemRow, s);
      for (int k = s * dim() / draws; k < (s + 1) * dim() / draws; k++) {
        drawn += draws * (double) userFactors.get(userRow, k) * itemFactors.get(itemRow, k);
      }
      sum += drawn;
      squares += drawn * drawn;
    }
    double variance = (squares - sum * sum / draws) / (draws - 1);
    return OptionalDouble.of(Math.sqrt(Math.max(0, variance)));
  }

  /**
   * Returns the model of a single draw.
   *
   * @throws IndexOutOfBoundsException if there is none of that number
   */
  public Model draw(int draw) {
    int draws = posterior.map(Posterior::draws).orElse(1);
    Objects.checkIndex(draw, draws);
    if (draws == 1) {
      return this;
    }
    Posterior all = posterior.orElseThrow();
    return new Model(
        drawn(userFactors, draw, draws),
        drawn(itemFactors, draw, draws),
        Optional.of(
            new Biases(
                all.userBiases().columns(draw, draw + 1),
                all.itemBiases().columns(draw, draw + 1))),
        mean,
        userIds,
        itemIds,
        titles,
        provenance);
  }

  private static FloatMatrix drawn(FloatMatrix all, int draw, int draws) {
    int dim = all.columns() / draws;
    FloatMatrix part = all.columns(draw * dim, (draw + 1) * dim);
    float scale = (float) Math.sqrt(draws);
    for (int k = 0; k < part.values().length; k++) {
      part.values()[k] *= scale;
    }
    return part;
  }

  /**
   * Returns vectors whose products with {@link #itemVectors} are predictions but for the mean: U,
   * or with biases the rows (u, b, 1).
   */
  public FloatMatrix userVectors() {
    return biases
        .map(any -> vectors(userFactors, any.users(), dim(), dim() + 1))
        .orElse(userFactors);
  }

  /** Returns V, or with biases the rows (v, 1, c). */
  public FloatMatrix itemVectors() {
    return biases
        .map(any -> vectors(itemFactors, any.items(), dim() + 1, dim()))
        .orElse(itemFactors);
  }

  private static FloatMatrix vectors(
      FloatMatrix factors, FloatMatrix biases, int biasAt, int oneAt) {
    FloatMatrix vectors = factors.columns(0, factors.columns() + 2);
    for (int row = 0; row < vectors.rows(); row++) {
      vectors.values()[row * vectors.columns() + biasAt] = biases.get(row, 0);
      vectors.values()[row * vectors.columns() + oneAt] = 1;
    }
    return vectors;
  }

  /** Returns b of a user's row, 0 where the model has no biases. */
  public float userBias(int userRow) {
    return biases.isPresent() ? biases.get().users().get(userRow, 0) : 0;
  }

  /** Returns c of an item's row, 0 where the model has no biases. */
  public float itemBias(int itemRow) {
    return biases.isPresent() ? biases.get().items().get(itemRow, 0) : 0;
  }
}

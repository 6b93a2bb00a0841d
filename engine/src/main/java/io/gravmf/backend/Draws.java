package io.gravmf.backend;

import io.gravmf.data.FloatMatrix;
import java.util.ArrayList;
import java.util.List;

/** The draws that a sampler keeps: rows of d factors and a bias. Of one session, on one thread. */
public final class Draws {

  private final int users;
  private final int items;
  private final int columns;
  private final List<FloatMatrix> userDraws = new ArrayList<>();
  private final List<FloatMatrix> itemDraws = new ArrayList<>();
  private final List<Float> noise = new ArrayList<>();

  /** Makes room for draws of so many users and items of so many factors; there are none yet. */
  public Draws(int users, int items, int dim) {
    this.users = users;
    this.items = items;
    columns = dim + 1;
  }

  /**
   * Keeps a draw; the matrices are given up.
   *
   * @param userRows n rows of d factors and a bias
   * @param itemRows m of them
   * @param precision of the ratings
   */
  public void keep(FloatMatrix userRows, FloatMatrix itemRows, float precision) {
    userDraws.add(userRows);
    itemDraws.add(itemRows);
    noise.add(precision);
  }

  /**
   * Takes over what was kept before.
   *
   * @throws IllegalArgumentException if it is of another shape
   */
  public void restore(Chain chain) {
    if (chain.userDraws().rows() != users
        || chain.itemDraws().rows() != items
        || chain.userDraws().columns() != chain.draws() * columns) {
      throw new IllegalArgumentException(
          "the draws are a "
              + chain.userDraws()
              + " and a "
              + chain.itemDraws()
              + ", expected "
              + chain.draws()
              + " of "
              + columns
              + " columns each");
    }
    for (int k = 0; k < chain.draws(); k++) {
      keep(
          chain.userDraws().columns(k * columns, (k + 1) * columns),
          chain.itemDraws().columns(k * columns, (k + 1) * columns),
          chain.noise().values()[k]);
    }
  }

  /** Returns all that a sampler gathers, these draws among it; arguments as {@link Chain}'s. */
  public Chain chain(FloatMatrix userWeights, FloatMatrix itemWeights, FloatMatrix validation) {
    float[] precisions = new float[noise.size()];
    for (int k = 0; k < precisions.length; k++) {
      precisions[k] = noise.get(k);
    }
    return new Chain(
        userWeights,
        itemWeights,
        beside(userDraws, users),
        beside(itemDraws, items),
        new FloatMatrix(1, precisions.length, precisions),
        validation);
  }

  private FloatMatrix beside(List<FloatMatrix> parts, int rows) {
    FloatMatrix all = FloatMatrix.zeros(rows, parts.size() * columns);
    for (int k = 0; k < parts.size(); k++) {
      float[] part = parts.get(k).values();
      for (int row = 0; row < rows; row++) {
        System.arraycopy(
            part, row * columns, all.values(), row * all.columns() + k * columns, columns);
      }
    }
    return all;
  }
}

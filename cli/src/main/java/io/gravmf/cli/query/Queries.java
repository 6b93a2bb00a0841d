package io.gravmf.cli.query;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.Ratings;
import io.gravmf.model.FoldIn;
import io.gravmf.model.Model;
import io.gravmf.model.TopN;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Users to recommend to: row q of the factors is that of row {@code rows[q]} of the ids and of the
 * ratings.
 */
public final class Queries {

  private final IdMap ids;
  private final int[] rows;
  private final FloatMatrix factors;
  private final CompressedRows rated;

  private Queries(IdMap ids, int[] rows, FloatMatrix factors, CompressedRows rated) {
    this.ids = ids;
    this.rows = rows;
    this.factors = factors;
    this.rated = rated;
  }

  /**
   * Takes all users of a model.
   *
   * @param rated what users have rated, over the model's rows, or null where nothing is left out
   */
  static Queries ofAll(Model model, Ratings rated) {
    int[] rows = IntStream.range(0, model.userIds().size()).toArray();
    return new Queries(
        model.userIds(),
        rows,
        model.userVectors(),
        rated == null ? null : CompressedRows.byUser(rated));
  }

  /**
   * Takes users of a model.
   *
   * @param rated as for all
   */
  static Queries ofModel(Model model, int[] rows, Ratings rated) {
    FloatMatrix all = model.userVectors();
    int columns = all.columns();
    FloatMatrix factors = FloatMatrix.zeros(rows.length, columns);
    for (int q = 0; q < rows.length; q++) {
      System.arraycopy(all.values(), rows[q] * columns, factors.values(), q * columns, columns);
    }
    return new Queries(
        model.userIds(), rows, factors, rated == null ? null : CompressedRows.byUser(rated));
  }

  /**
   * Folds new users in; those who have rated none of the model's items are left out.
   *
   * @param ratings over new users and the model's items
   * @param excludeRated whether the items that they have rated are left out
   */
  static Queries ofNewUsers(Model model, Ratings ratings, boolean excludeRated) {
    CompressedRows byUser = CompressedRows.byUser(ratings);
    int[] offsets = byUser.offsets();
    FloatMatrix all = new FoldIn(model).solve(byUser, ratings.values());
    int columns = all.columns();
    FloatMatrix factors = FloatMatrix.zeros(all.rows(), columns);
    int[] rows = new int[all.rows()];
    int count = 0;
    for (int row = 0; row < rows.length; row++) {
      if (offsets[row + 1] > offsets[row]) {
        System.arraycopy(all.values(), row * columns, factors.values(), count * columns, columns);
        rows[count++] = row;
      }
    }
    return new Queries(
        ratings.userIds(),
        Arrays.copyOf(rows, count),
        new FloatMatrix(count, columns, Arrays.copyOf(factors.values(), count * columns)),
        excludeRated ? byUser : null);
  }

  /** Returns the number of users. */
  public int size() {
    return rows.length;
  }

  /** Returns for each user what items' vectors are multiplied by. */
  public FloatMatrix factors() {
    return factors;
  }

  /** Returns the id of a query's user. */
  public String id(int query) {
    return ids.id(rows[query]);
  }

  /** Returns the items left out for a query. */
  public int[] excluded(int query) {
    if (rated == null) {
      return TopN.Excluded.NONE.of(query);
    }
    int row = rows[query];
    return Arrays.copyOfRange(rated.columns(), rated.offsets()[row], rated.offsets()[row + 1]);
  }
}

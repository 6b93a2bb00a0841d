package io.gravmf.recommend;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.InvalidInputException;
import io.gravmf.model.Model;
import io.gravmf.model.ScoredItem;
import io.gravmf.model.SimilarItems;
import io.gravmf.model.TopN;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A model that is asked by ids. It copies the model's factors where it searches them and hands out
 * nothing that could change it; safe for use by several threads.
 */
public final class Recommender {

  private final Model model;
  private final FloatMatrix users;
  private final TopN items;
  private final SimilarItems similarUsers;
  private final SimilarItems similarItems;

  /** Prepares a model, at a cost of some copies of its factors. */
  public Recommender(Model model) {
    this.model = model;
    users = model.userVectors();
    items = new TopN(model);
    similarUsers = new SimilarItems(model.userFactors(), SimilarItems.Metric.COSINE);
    similarItems = new SimilarItems(model.itemFactors(), SimilarItems.Metric.COSINE);
  }

  /**
   * Predicts the rating of an item by a user.
   *
   * @throws InvalidInputException if the model does not know one of them
   */
  public double predict(String user, String item) {
    return model.predict(userRow(user), itemRow(item));
  }

  /**
   * Predicts the ratings of several items by a user, in their order.
   *
   * @throws InvalidInputException if the model does not know one of them
   */
  public double[] predict(String user, List<String> itemIds) {
    int row = userRow(user);
    return itemIds.stream().mapToDouble(item -> model.predict(row, itemRow(item))).toArray();
  }

  /**
   * Returns the items of the highest predicted ratings, best first; fewer than {@code count} where
   * not so many are allowed.
   *
   * @param count how many, at least 1
   * @param allowed asked for every item's id: whether it may be recommended. {@code
   *     allowList::contains} is one; what the user has rated already is the caller's to leave out
   * @throws InvalidInputException if the model does not know the user
   */
  public List<Recommendation> recommend(String user, int count, Predicate<String> allowed) {
    int row = userRow(user);
    IdMap ids = model.itemIds();
    int[] excluded =
        IntStream.range(0, ids.size()).filter(item -> !allowed.test(ids.id(item))).toArray();
    int from = row * users.columns();
    float[] query = Arrays.copyOfRange(users.values(), from, from + users.columns());
    return items.find(query, count, excluded).stream()
        .map(best -> new Recommendation(ids.id(best.item()), model.predict(row, best.item())))
        .toList();
  }

  /**
   * Returns the users whose factors are most like a user's, the most alike first.
   *
   * @throws InvalidInputException if the model does not know the user
   */
  public List<Likeness> similarUsers(String user, int count) {
    return named(similarUsers.of(userRow(user), count), model.userIds());
  }

  /**
   * Returns the items whose factors are most like an item's, the most alike first.
   *
   * @throws InvalidInputException if the model does not know the item
   */
  public List<Likeness> similarItems(String item, int count) {
    return named(similarItems.of(itemRow(item), count), model.itemIds());
  }

  private static List<Likeness> named(List<ScoredItem> found, IdMap ids) {
    return found.stream().map(each -> new Likeness(ids.id(each.item()), each.score())).toList();
  }

  private int userRow(String id) {
    return row(model.userIds(), id, "user");
  }

  private int itemRow(String id) {
    return row(model.itemIds(), id, "item");
  }

  private static int row(IdMap ids, String id, String kind) {
    int row = ids.row(id);
    if (row < 0) {
      throw new InvalidInputException(
          "found " + kind + " '" + id + "', expected one of the model's " + ids.size());
    }
    return row;
  }
}

package io.gravmf.examples.service;

import io.gravmf.model.FoldIn;
import io.gravmf.model.Model;
import io.gravmf.model.TopN;
import io.gravmf.recommend.Recommendation;
import io.gravmf.recommend.Recommender;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model ready for questions. It never changes: a request that holds one is answered by one model,
 * whatever is loaded meanwhile.
 */
final class ServedModel {

  private final int number;
  private final Model model;
  private final Recommender recommender;
  private final FoldIn foldIn;
  private final TopN items;

  /**
   * Prepares a model.
   *
   * @param number how many have been served, this one included
   */
  ServedModel(int number, Model model) {
    this.number = number;
    this.model = model;
    recommender = new Recommender(model);
    foldIn = new FoldIn(model);
    items = new TopN(model);
  }

  int number() {
    return number;
  }

  Model model() {
    return model;
  }

  /** Answers for a user of the model's; others are an InvalidInputException. */
  Answer recommend(String user, int count, Set<String> rated) {
    return new Answer(
        number, user, recommender.recommend(user, count, item -> !rated.contains(item)));
  }

  /** Answers for anyone, from ratings alone; items that the model does not know are left out. */
  Answer foldIn(String user, Map<String, Float> ratings, int count) {
    // In the order of rows: sums of the same ratings are then the same bits.
    int[] rows = ratings.keySet().stream().mapToInt(model.itemIds()::row).sorted().toArray();
    int unknown = (int) Arrays.stream(rows).filter(row -> row < 0).count();
    int[] rated = Arrays.copyOfRange(rows, unknown, rows.length);
    float[] values = new float[rated.length];
    for (int k = 0; k < rated.length; k++) {
      values[k] = ratings.get(model.itemIds().id(rated[k]));
    }
    List<Recommendation> best =
        items.find(foldIn.solve(rated, values), count, rated).stream()
            .map(each -> new Recommendation(model.itemIds().id(each.item()), each.score()))
            .toList();
    return new Answer(number, user, best);
  }
}

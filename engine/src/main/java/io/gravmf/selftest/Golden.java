package io.gravmf.selftest;

import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small problem and what PyTorch makes of it in float64, by the notebook's dense formula; {@code
 * src/test/python/make_selftest_golden.py} computed it.
 *
 * @param problem the problem
 * @param train the loss of each epoch before its update
 * @param validation the loss of each epoch after its update
 * @param users U after the last epoch
 * @param items V after the last epoch
 */
record Golden(
    Problem problem,
    List<Loss> train,
    List<Loss> validation,
    FloatMatrix users,
    FloatMatrix items) {

  /** Reads the one that the library carries. */
  static Golden load() {
    JsonNode json;
    try (InputStream in = Golden.class.getResourceAsStream("golden.json")) {
      json = new JsonMapper().readTree(Objects.requireNonNull(in, "golden.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FloatMatrix initialUsers = matrix(json.get("init_user"));
    FloatMatrix initialItems = matrix(json.get("init_item"));
    int n = initialUsers.rows();
    int m = initialItems.rows();
    Split split =
        new Split(
            ratings(json.get("train"), n, m), ratings(json.get("validation"), n, m), "golden");
    Objective objective =
        Objective.ofWeights(json.get("lambda_r").doubleValue(), json.get("lambda_g").doubleValue());
    Optimizer optimizer =
        new Optimizer.AdamW(
            json.get("learning_rate").doubleValue(),
            0.9,
            0.999,
            1e-8,
            json.get("weight_decay").doubleValue());
    List<Loss> train = new ArrayList<>();
    List<Loss> validation = new ArrayList<>();
    for (JsonNode epoch : json.get("trajectory")) {
      train.add(loss(epoch, 0));
      validation.add(loss(epoch, 3));
    }
    return new Golden(
        new Problem(split, objective, optimizer, TrainingState.initial(initialUsers, initialItems)),
        train,
        validation,
        matrix(json.get("final_user")),
        matrix(json.get("final_item")));
  }

  private static Loss loss(JsonNode epoch, int from) {
    return new Loss(
        epoch.get(from).doubleValue(),
        epoch.get(from + 1).doubleValue(),
        epoch.get(from + 2).doubleValue());
  }

  private static FloatMatrix matrix(JsonNode rows) {
    FloatMatrix matrix = FloatMatrix.zeros(rows.size(), rows.get(0).size());
    for (int k = 0; k < matrix.values().length; k++) {
      matrix.values()[k] =
          (float) rows.get(k / matrix.columns()).get(k % matrix.columns()).doubleValue();
    }
    return matrix;
  }

  private static Ratings ratings(JsonNode part, int n, int m) {
    int size = part.get("users").size();
    int[] users = new int[size];
    int[] items = new int[size];
    float[] values = new float[size];
    for (int k = 0; k < size; k++) {
      users[k] = part.get("users").get(k).intValue();
      items[k] = part.get("items").get(k).intValue();
      values[k] = part.get("ratings").get(k).intValue();
    }
    return new Ratings(users, items, values, null, new DenseIds(n), new DenseIds(m));
  }
}

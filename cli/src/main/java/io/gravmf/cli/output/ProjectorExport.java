package io.gravmf.cli.output;

import io.gravmf.cli.report.RatingProfile;
import io.gravmf.format.ProjectorFiles;
import io.gravmf.model.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A model's factors for TensorBoard's embedding projector, labelled with what is known.
 *
 * @param model the model, with titles where they are known
 * @param profile how its users and items were rated
 * @param genres an item's genre by row; null where none are known
 */
public record ProjectorExport(Model model, RatingProfile profile, IntFunction<String> genres) {

  /**
   * Writes the factors of items and users.
   *
   * @throws io.gravmf.data.InvalidInputException if the folder cannot be written
   */
  public void write(Path folder) {
    Map<String, IntFunction<String>> ofItems = new LinkedHashMap<>();
    if (!model.titles().isEmpty()) {
      ofItems.put("title", row -> Objects.requireNonNullElse(model.titles().get(row), ""));
    }
    if (genres != null) {
      ofItems.put("genre", genres);
    }
    ofItems.put("id", model.itemIds()::id);
    ofItems.put("ratings", row -> String.valueOf(profile.itemCount(row)));
    ofItems.put("mean rating", row -> mean(profile.itemCount(row), profile.itemMean(row)));
    Map<String, IntFunction<String>> ofUsers = new LinkedHashMap<>();
    ofUsers.put("id", model.userIds()::id);
    ofUsers.put("ratings", row -> String.valueOf(profile.userCount(row)));
    ofUsers.put("mean rating", row -> mean(profile.userCount(row), profile.userMean(row)));
    ProjectorFiles.write(
        folder,
        List.of(
            new ProjectorFiles.Tensor(
                "items", model.itemFactors(), names(ofItems), labels(ofItems)),
            new ProjectorFiles.Tensor(
                "users", model.userFactors(), names(ofUsers), labels(ofUsers))));
  }

  private static String mean(int count, double mean) {
    return count == 0 ? "" : String.format(Locale.ROOT, "%.2f", mean);
  }

  private static List<String> names(Map<String, IntFunction<String>> labels) {
    return new ArrayList<>(labels.keySet());
  }

  private static IntFunction<List<String>> labels(Map<String, IntFunction<String>> labels) {
    return row -> labels.values().stream().map(label -> label.apply(row)).toList();
  }
}

package io.gravmf.cli.output;

import io.gravmf.crossvalidate.Estimate;
import io.gravmf.crossvalidate.FoldResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cross-validation for programs: each figure by its name, {@code {"mean": …, "se": …, "folds":
 * […]}}, of ranking with {@code se_users}; then the baselines in the same form, and what was done.
 */
public final class EstimateJson {

  private EstimateJson() {}

  /** Returns what {@link Json} writes. */
  public static Map<String, Object> of(List<FoldResult> results, String protocol, double seconds) {
    Map<String, Object> json = new LinkedHashMap<>(figures(Estimate.ofModel(results)));
    Map<String, Object> baselines = new LinkedHashMap<>();
    Estimate.ofBaselines(results).forEach((name, list) -> baselines.put(name, figures(list)));
    json.put("baselines", baselines);
    json.put("protocol", protocol);
    json.put("seconds", seconds);
    return json;
  }

  private static Map<String, Object> figures(List<Estimate> estimates) {
    Map<String, Object> figures = new LinkedHashMap<>();
    for (Estimate estimate : estimates) {
      Map<String, Object> figure = new LinkedHashMap<>();
      figure.put("mean", estimate.mean().value());
      figure.put("se", estimate.mean().standardError());
      figure.put("folds", estimate.folds());
      if (!Double.isNaN(estimate.usersError())) {
        figure.put("se_users", estimate.usersError());
      }
      figures.put(estimate.name(), figure);
    }
    return figures;
  }
}

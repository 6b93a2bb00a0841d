package io.gravmf.crossvalidate;

import io.gravmf.evaluate.Figure;
import io.gravmf.evaluate.Mean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A figure over all folds.
 *
 * @param name such as {@code rmse}
 * @param definition what it is, one line
 * @param mean the folds' mean and its standard error over folds, which is not a number for one
 *     fold. Folds share most of their training ratings, so it is rather too small than too great
 *     (Bengio &amp; Grandvalet 2004)
 * @param usersError the standard error over users of one fold's figure, the folds' mean of it; not
 *     a number for figures that are no means over users
 * @param folds each fold's figure
 */
public record Estimate(
    String name, String definition, Mean mean, double usersError, List<Double> folds) {

  /** Returns the estimates of the model's figures. */
  public static List<Estimate> ofModel(List<FoldResult> results) {
    return of(results.stream().map(FoldResult::figures).toList());
  }

  /** Returns the estimates of the baselines' figures, by the baselines' names. */
  public static Map<String, List<Estimate>> ofBaselines(List<FoldResult> results) {
    Set<String> names = new LinkedHashSet<>();
    results.forEach(result -> names.addAll(result.baselines().keySet()));
    Map<String, List<Estimate>> estimates = new LinkedHashMap<>();
    for (String name : names) {
      estimates.put(name, of(results.stream().map(fold -> fold.baselines().get(name)).toList()));
    }
    return estimates;
  }

  private static List<Estimate> of(List<List<Figure>> folds) {
    List<Estimate> estimates = new ArrayList<>();
    for (int k = 0; k < folds.get(0).size(); k++) {
      int figure = k;
      Figure first = folds.get(0).get(k);
      double[] values = folds.stream().mapToDouble(fold -> fold.get(figure).value()).toArray();
      double[] errors = folds.stream().mapToDouble(fold -> fold.get(figure).usersError()).toArray();
      estimates.add(
          new Estimate(
              first.name(),
              first.definition(),
              Mean.of(values),
              Mean.of(errors).value(),
              folds.stream().map(fold -> fold.get(figure).value()).toList()));
    }
    return estimates;
  }
}

package io.gravmf.cli.option;

import io.gravmf.crossvalidate.Measures;
import io.gravmf.evaluate.Figure;
import io.gravmf.evaluate.ranking.RankingMetric;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The figure that a search improves.
 *
 * @param name such as {@code rmse} or {@code ndcg@10}
 * @param cutoffs the length of lists where it is of ranking; else none
 */
public record SearchObjective(String name, List<Integer> cutoffs) {

  private static final List<String> ERRORS = List.of("rmse", "mae");
  private static final Pattern RANKING = Pattern.compile("([a-z_]+)@([1-9][0-9]{0,5})");

  /** Returns whether lists are what counts. */
  public boolean isRanking() {
    return !cutoffs.isEmpty();
  }

  /** Returns what to measure for it. */
  public Measures measures() {
    return new Measures(cutoffs, Double.NEGATIVE_INFINITY);
  }

  /** Returns the figure among others. */
  public double of(List<Figure> figures) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Returns a figure as a score, less being better, or a score as the figure again. */
  public double signed(double value) {
    return isRanking() ? -value : value;
  }

  /** Reads a name. */
  static final class Converter implements ITypeConverter<SearchObjective> {
    @Override
    public SearchObjective convert(String value) {
      if (ERRORS.contains(value)) {
        return new SearchObjective(value, List.of());
      }
      Matcher matcher = RANKING.matcher(value);
      if (matcher.matches()) {
        int k = Integer.parseInt(matcher.group(2));
        if (Arrays.stream(RankingMetric.values()).anyMatch(m -> m.name(k).equals(value))) {
          return new SearchObjective(value, List.of(k));
        }
      }
      throw new TypeConversionException(
          "found '"
              + value
              + "', expected rmse, mae, or a ranking's figure with its length such as ndcg@10");
    }
  }
}

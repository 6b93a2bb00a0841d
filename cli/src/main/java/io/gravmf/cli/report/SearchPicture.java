package io.gravmf.cli.report;

import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What a search found: each score in the order of the search, and the best so far. */
public final class SearchPicture {

  private static final Color EARLIER = new Color(0xB6BCC8);

  private SearchPicture() {}

  /**
   * A score.
   *
   * @param figure the figure
   * @param isFull whether the trial had all that it asks for
   */
  public record Score(double figure, boolean isFull) {}

  /**
   * Draws a search.
   *
   * @param scores in the order of the search; those that are not numbers are left out
   * @param greaterIsBetter whether the best is the greatest
   * @return whether that could be drawn; not where the machine has no fonts
   */
  public static boolean write(Path file, String name, List<Score> scores, boolean greaterIsBetter) {
    if (!Picture.isPossible()) {
      return false;
    }
    XYChart chart = Lines.chart("run of a trial", name);
    addPoints(chart, "with a part of its epochs", scores, false, EARLIER);
    addPoints(chart, "with all of them", scores, true, Picture.BLUE);
    double[] best = best(scores, greaterIsBetter);
    double[] places = new double[best.length];
    Arrays.setAll(places, k -> k + 1);
    if (Arrays.stream(best).anyMatch(value -> !Double.isNaN(value))) {
      Lines.add(chart, "best so far", places, best, Picture.VERMILLION, Lines.SOLID);
    }
    limit(chart, scores, greaterIsBetter);
    Picture.write(file, chart);
    return true;
  }

  private static void addPoints(
      XYChart chart, String name, List<Score> scores, boolean full, Color colour) {
    double[] values =
        scores.stream()
            .mapToDouble(score -> score.isFull() == full ? score.figure() : Double.NaN)
            .toArray();
    double[] places = new double[values.length];
    Arrays.setAll(places, k -> k + 1);
    if (Arrays.stream(values).anyMatch(value -> !Double.isNaN(value))) {
      XYSeries series = chart.addSeries(name, places, values);
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
      series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
    }
  }

  private static double[] best(List<Score> scores, boolean greaterIsBetter) {
    double[] best = new double[scores.size()];
    double sofar = Double.NaN;
    for (int k = 0; k < best.length; k++) {
      Score score = scores.get(k);
      if (score.isFull() && !Double.isNaN(score.figure())) {
        boolean better = greaterIsBetter ? score.figure() > sofar : score.figure() < sofar;
        sofar = Double.isNaN(sofar) || better ? score.figure() : sofar;
      }
      best[k] = sofar;
    }
    return best;
  }

  /** Shows the better half: the worst trials of wide ranges are far away. */
  private static void limit(XYChart chart, List<Score> scores, boolean greaterIsBetter) {
    double[] sorted =
        scores.stream()
            .mapToDouble(Score::figure)
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    if (sorted.length < 3 || sorted[0] == sorted[sorted.length - 1]) {
      return;
    }
    double median = sorted[sorted.length / 2];
    double best = greaterIsBetter ? sorted[sorted.length - 1] : sorted[0];
    double margin = 0.05 * Math.abs(median - best);
    if (margin > 0) {
      chart.getStyler().setYAxisMin(Math.min(median, best) - margin);
      chart.getStyler().setYAxisMax(Math.max(median, best) + margin);
    }
  }
}

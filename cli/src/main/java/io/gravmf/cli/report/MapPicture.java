package io.gravmf.cli.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The maps of the shown genres: the one in three dimensions seen from where the page first sees it,
 * without perspective, and the one in two.
 */
final class MapPicture {

  private static final int SIDE = 800;
  private static final double MARGIN = 1.04;

  private static final Map<String, Marker> MARKERS =
      Map.of(
          "circle", SeriesMarkers.CIRCLE,
          "diamond", SeriesMarkers.DIAMOND,
          "square", SeriesMarkers.SQUARE,
          "cross", SeriesMarkers.PLUS,
          "circle-open", SeriesMarkers.TRIANGLE_UP,
          "diamond-open", SeriesMarkers.TRIANGLE_DOWN,
          "square-open", SeriesMarkers.TRAPEZOID);

  /** The view from (1.25, 1.25, 0.9): unit vectors to the right and up. */
  private static final double[] RIGHT = unit(-1.25, 1.25, 0);

  private static final double[] UP = unit(-0.9 * 1.25, -0.9 * 1.25, 2 * 1.25 * 1.25);

  private MapPicture() {}

  /** Returns the picture, or nothing where no movie is of a genre that is shown. */
  static Optional<XYChart> draw(Report.MovieMap map) {
    return draw(map, movie -> along(movie, RIGHT), movie -> along(movie, UP));
  }

  /** Returns the picture of the map in two dimensions, or nothing likewise. */
  static Optional<XYChart> drawFlat(Report.MovieMap map) {
    return draw(map, movie -> movie.flat().get(0), movie -> movie.flat().get(1));
  }

  private static Optional<XYChart> draw(
      Report.MovieMap map, ToDoubleFunction<Movie> x, ToDoubleFunction<Movie> y) {
    XYChart chart = Lines.chart("", "", SIDE);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    chart.getStyler().setAxisTicksVisible(false).setAxisTitlesVisible(false);
    chart.getStyler().setPlotGridLinesVisible(false).setMarkerSize(8);
    for (Genre genre : map.genres()) {
      List<Movie> movies =
          map.movies().stream().filter(movie -> movie.genre() == genre.index()).toList();
      if (genre.shown() && !movies.isEmpty()) {
        XYSeries series =
            chart.addSeries(
                VisibleText.of(genre),
                movies.stream().mapToDouble(x).toArray(),
                movies.stream().mapToDouble(y).toArray());
        series.setMarker(MARKERS.get(genre.symbol()));
        series.setMarkerColor(Color.decode(genre.color()));
        series.setLineStyle(new BasicStroke(0));
      }
    }
    if (chart.getSeriesCollection().isEmpty()) {
      return Optional.empty();
    }
    fit(chart);
    return Optional.of(chart);
  }

  /** Gives both axes the same scale, in a picture that is square but for its legend. */
  private static void fit(XYChart chart) {
    double[] x = range(chart, XYSeries::getXData);
    double[] y = range(chart, XYSeries::getYData);
    double half = Math.max(x[1] - x[0], y[1] - y[0]) / 2 * MARGIN;
    chart.getStyler().setXAxisMin((x[0] + x[1]) / 2 - half);
    chart.getStyler().setXAxisMax((x[0] + x[1]) / 2 + half);
    chart.getStyler().setYAxisMin((y[0] + y[1]) / 2 - half);
    chart.getStyler().setYAxisMax((y[0] + y[1]) / 2 + half);
  }

  private static double[] range(XYChart chart, Function<XYSeries, double[]> values) {
    DoubleSummaryStatistics all =
        chart.getSeriesCollection().stream()
            .map(values)
            .flatMapToDouble(Arrays::stream)
            .summaryStatistics();
    return new double[] {all.getMin(), all.getMax()};
  }

  private static double along(Movie movie, double[] direction) {
    return movie.x() * direction[0] + movie.y() * direction[1] + movie.z() * direction[2];
  }

  private static double[] unit(double x, double y, double z) {
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }
}

package io.gravmf.cli.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;

/** Histograms: of how ratings are spread, and of residuals. */
final class HistogramPicture {

  private HistogramPicture() {}

  static XYChart draw(Distribution distribution) {
    XYChart chart = Lines.chart(distribution.name(), distribution.of());
    chart.getStyler().setYAxisMin(0.0).setLegendVisible(false);
    Histogram histogram = distribution.histogram();
    double[] heights = histogram.counts().stream().mapToDouble(count -> count).toArray();
    XYSeries series =
        Lines.add(
            chart,
            distribution.name(),
            barsX(histogram),
            barsY(heights),
            Color.WHITE,
            new BasicStroke(1));
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    series.setFillColor(Picture.BLUE);
    return chart;
  }

  static XYChart drawResiduals(List<Fit> parts) {
    XYChart chart = Lines.chart("prediction − rating", "share of ratings, %");
    chart.getStyler().setYAxisMin(0.0);
    for (int k = 0; k < parts.size(); k++) {
      Fit part = parts.get(k);
      double[] shares =
          part.histogram().counts().stream()
              .mapToDouble(count -> 100.0 * count / part.ratings())
              .toArray();
      Lines.add(
          chart,
          part.name(),
          stepsX(part.histogram()),
          stepsY(shares),
          k == 0 ? Picture.BLUE : Picture.VERMILLION,
          k == 0 ? Lines.SOLID : Lines.DOTTED);
    }
    return chart;
  }

  /**
   * The four corners of every bar. XChart puts its ticks at the data where these are evenly spaced,
   * which edges of bins are, and at round numbers elsewhere: so the outline starts within a bar.
   */
  private static double[] barsX(Histogram histogram) {
    double[] x = new double[1 + 4 * histogram.counts().size()];
    x[0] = histogram.from() + histogram.width() / 3;
    for (int k = 1; k < x.length; k++) {
      int corner = k - 1;
      x[k] = histogram.from() + (corner / 4 + (corner % 4 < 2 ? 0 : 1)) * histogram.width();
    }
    return x;
  }

  private static double[] barsY(double[] heights) {
    double[] y = new double[1 + 4 * heights.length];
    for (int k = 1; k < y.length; k++) {
      int corner = k - 1;
      y[k] = corner % 4 == 1 || corner % 4 == 2 ? heights[corner / 4] : 0;
    }
    return y;
  }

  /** The upper edge of all bars, in one line. */
  private static double[] stepsX(Histogram histogram) {
    double[] x = new double[2 * histogram.counts().size()];
    for (int k = 0; k < x.length; k++) {
      x[k] = histogram.from() + (k / 2 + k % 2) * histogram.width();
    }
    return x;
  }

  private static double[] stepsY(double[] heights) {
    double[] y = new double[2 * heights.length];
    for (int k = 0; k < y.length; k++) {
      y[k] = heights[k / 2];
    }
    return y;
  }
}

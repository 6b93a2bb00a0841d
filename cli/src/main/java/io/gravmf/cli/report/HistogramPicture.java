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
            outlineX(histogram),
            outlineY(heights),
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
          outlineX(part.histogram()),
          outlineY(shares),
          k == 0 ? Picture.BLUE : Picture.VERMILLION,
          k == 0 ? Lines.SOLID : Lines.DOTTED);
    }
    return chart;
  }

  /** Every bar's four corners, so that bars of one histogram stand apart by their white edges. */
  private static double[] outlineX(Histogram histogram) {
    double[] x = new double[4 * histogram.counts().size()];
    for (int k = 0; k < x.length; k++) {
      int bin = k / 4;
      x[k] = histogram.from() + (bin + (k % 4 < 2 ? 0 : 1)) * histogram.width();
    }
    return x;
  }

  private static double[] outlineY(double[] heights) {
    double[] y = new double[4 * heights.length];
    for (int k = 0; k < y.length; k++) {
      y[k] = k % 4 == 1 || k % 4 == 2 ? heights[k / 4] : 0;
    }
    return y;
  }
}

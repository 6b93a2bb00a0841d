package io.gravmf.cli.report;

import java.awt.BasicStroke;
import java.awt.Color;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What the pictures with two numeric axes are drawn with. */
final class Lines {

  static final BasicStroke SOLID = new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
  static final BasicStroke DOTTED = dashed(2, 2, 3);
  static final BasicStroke DASHED = dashed(1.5f, 7, 5);

  private Lines() {}

  private static BasicStroke dashed(float width, float on, float off) {
    return new BasicStroke(
        width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {on, off}, 0);
  }

  static XYChart chart(String x, String y) {
    return chart(x, y, Picture.HEIGHT);
  }

  static XYChart chart(String x, String y, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(Picture.WIDTH)
            .height(height)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    Picture.style(chart.getStyler());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Line);
    return chart;
  }

  static XYSeries add(
      XYChart chart, String name, double[] x, double[] y, Color colour, BasicStroke stroke) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setLineColor(colour).setLineStyle(stroke);
    series.setMarker(SeriesMarkers.NONE);
    return series;
  }
}

package io.gravmf.cli.report;

import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/** How many movies each genre represents. */
final class GenrePicture {

  private static final int ROW = 28;

  private GenrePicture() {}

  static HorizontalBarChart draw(List<Genre> genres) {
    List<Genre> ordered =
        genres.stream().sorted(Comparator.comparingInt(Genre::count).reversed()).toList();
    HorizontalBarChart chart =
        new HorizontalBarChartBuilder()
            .width(Picture.WIDTH)
            .height(120 + ROW * genres.size())
            .xAxisTitle("movies")
            .build();
    Picture.style(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setAvailableSpaceFill(0.75);
    // A label for each bar, however close they are; it has the count, so the axis needs no numbers.
    chart.getStyler().setXAxisTickMarkSpacingHint(1).setXAxisTicksVisible(false);
    chart.getStyler().setPlotGridLinesVisible(false).setXAxisMin(0.0);
    chart.getStyler().setYAxisLabelAlignment(TextAlignment.Right);
    chart
        .addSeries(
            "movies",
            ordered.stream().map(Genre::count).toList(),
            ordered.stream().map(genre -> VisibleText.of(genre) + "  " + genre.count()).toList())
        .setFillColor(Picture.BLUE);
    return chart;
  }
}

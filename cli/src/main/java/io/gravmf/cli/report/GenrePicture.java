package io.gravmf.cli.report;

import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;

/** How many movies each genre represents. */
final class GenrePicture {

  private GenrePicture() {}

  static HorizontalBarChart draw(List<Genre> genres) {
    List<Genre> ordered =
        genres.stream().sorted(Comparator.comparingInt(Genre::count).reversed()).toList();
    HorizontalBarChart chart =
        new HorizontalBarChartBuilder()
            .width(Picture.WIDTH)
            .height(120 + 26 * genres.size())
            .xAxisTitle("movies")
            .build();
    Picture.style(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setLabelsVisible(true).setAvailableSpaceFill(0.75);
    chart
        .addSeries(
            "movies",
            ordered.stream().map(Genre::count).toList(),
            ordered.stream().map(Genre::name).toList())
        .setFillColor(Picture.BLUE);
    return chart;
  }
}

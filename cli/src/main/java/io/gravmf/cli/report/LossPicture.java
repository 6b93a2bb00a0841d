package io.gravmf.cli.report;

import io.gravmf.backend.Loss;
import io.gravmf.train.EpochReport;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The loss terms by epoch, on a logarithmic scale. */
final class LossPicture {

  /** A term of the loss and its colour. */
  private record Term(String name, ToDoubleFunction<Loss> value, Color colour) {}

  private static final List<Term> TERMS =
      List.of(
          new Term("total", Loss::total, Picture.INK),
          new Term("MSE", Loss::mse, Picture.BLUE),
          new Term("L2", Loss::l2, Picture.ORANGE),
          new Term("gravity", Loss::gravity, Picture.GREEN));

  private LossPicture() {}

  static XYChart draw(List<EpochReport> history) {
    XYChart chart = Lines.chart("epoch", "loss");
    chart.getStyler().setYAxisLogarithmic(true);
    // Eight names are wider than the plot.
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setLegendLayout(LegendLayout.Vertical);
    add(chart, "train", history, report -> Optional.of(report.train()), Lines.SOLID);
    add(chart, "validation", history, EpochReport::validation, Lines.DOTTED);
    return chart;
  }

  private static void add(
      XYChart chart,
      String part,
      List<EpochReport> history,
      Function<EpochReport, Optional<Loss>> loss,
      BasicStroke stroke) {
    if (history.stream().map(loss).anyMatch(Optional::isEmpty)) {
      return;
    }
    double[] epochs = history.stream().mapToDouble(EpochReport::epoch).toArray();
    for (Term term : TERMS) {
      // A logarithm has no place for 0, which a term with the weight 0 is.
      double[] values =
          history.stream()
              .map(loss.andThen(Optional::orElseThrow))
              .mapToDouble(term.value())
              .map(value -> value > 0 ? value : Double.NaN)
              .toArray();
      if (!Arrays.stream(values).allMatch(Double::isNaN)) {
        XYSeries series =
            Lines.add(chart, part + " " + term.name(), epochs, values, term.colour(), stroke);
        if (epochs.length == 1) {
          series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(term.colour());
        }
      }
    }
  }
}

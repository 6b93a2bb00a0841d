package io.gravmf.cli.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;

/** Predictions by rating, as boxes: the quartiles and the median, whiskers to 5 % and 95 %. */
final class PredictionPicture {

  private static final double BOX = 0.12;
  private static final double WHISKER = 0.05;

  private final XYChart chart = Lines.chart("rating", "prediction");
  private int strokes;

  private PredictionPicture() {}

  static XYChart draw(List<Fit> parts) {
    PredictionPicture picture = new PredictionPicture();
    double[] ratings =
        parts.stream()
            .flatMap(part -> part.boxes().stream())
            .mapToDouble(Fit.Box::rating)
            .distinct()
            .sorted()
            .toArray();
    double step = ratings.length > 1 ? ratings[1] - ratings[0] : 1;
    Lines.add(picture.chart, "prediction = rating", ratings, ratings, Color.GRAY, Lines.DASHED);
    for (int k = 0; k < parts.size(); k++) {
      double shift = (k - (parts.size() - 1) / 2.0) * 2.6 * BOX;
      Color colour = k == 0 ? Picture.BLUE : Picture.VERMILLION;
      Fit part = parts.get(k);
      for (int box = 0; box < part.boxes().size(); box++) {
        picture.add(part.boxes().get(box), shift, step, colour, box == 0 ? part.name() : null);
      }
    }
    return picture.chart;
  }

  private void add(Fit.Box box, double shift, double step, Color colour, String name) {
    double middle = box.rating() + shift * step;
    double left = middle - BOX * step;
    double right = middle + BOX * step;
    double[] x = {left, right, right, left, left};
    double[] y = {box.q1(), box.q1(), box.q3(), box.q3(), box.q1()};
    stroke(x, y, colour, Lines.SOLID, name);
    BasicStroke bold = new BasicStroke(4);
    stroke(new double[] {left, right}, repeat(box.median()), colour, bold, null);
    whisker(middle, box.q3(), box.p95(), step, colour);
    whisker(middle, box.q1(), box.p5(), step, colour);
  }

  private void whisker(double middle, double from, double to, double step, Color colour) {
    double left = middle - WHISKER * step;
    double right = middle + WHISKER * step;
    double[] x = {middle, middle, left, right};
    stroke(x, new double[] {from, to, to, to}, colour, Lines.SOLID, null);
  }

  private void stroke(double[] x, double[] y, Color colour, BasicStroke stroke, String name) {
    Lines.add(chart, name == null ? "stroke " + strokes++ : name, x, y, colour, stroke)
        .setShowInLegend(name != null);
  }

  private static double[] repeat(double value) {
    return new double[] {value, value};
  }
}

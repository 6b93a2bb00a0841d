package io.gravmf.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Series of points joined by lines, as an SVG file that reads well on white and on black. */
public final class LineChart {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 440;
  private static final int LEFT = 70;
  private static final int RIGHT = 190;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int LEGEND_LINE = 20;

  /** Okabe and Ito's colours, which most people with a colour-vision deficiency tell apart. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#666666");

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final boolean logX;
  private final boolean logY;
  private final List<Series> series = new ArrayList<>();

  private record Point(double x, double y) {}

  private record Series(String name, boolean dashed, List<Point> points) {}

  /** Begins a chart. */
  public LineChart(String title, String xLabel, String yLabel, boolean logX, boolean logY) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
    this.logX = logX;
    this.logY = logY;
  }

  /**
   * Adds a series; one without points is left out.
   *
   * @param dashed drawn as a prediction, without dots
   * @param points x and y of each, in order
   */
  public void add(String name, boolean dashed, List<double[]> points) {
    if (!points.isEmpty()) {
      series.add(
          new Series(name, dashed, points.stream().map(p -> new Point(p[0], p[1])).toList()));
    }
  }

  /** Returns whether there is nothing to draw. */
  public boolean isEmpty() {
    return series.isEmpty();
  }

  /** Returns the file's text. */
  public String svg() {
    List<Point> all = series.stream().flatMap(each -> each.points.stream()).toList();
    Axis x =
        Axis.around(
            xLabel,
            logX,
            all.stream().mapToDouble(Point::x).min().orElse(1),
            all.stream().mapToDouble(Point::x).max().orElse(1));
    Axis y =
        Axis.around(
            yLabel,
            logY,
            all.stream().mapToDouble(Point::y).min().orElse(1),
            all.stream().mapToDouble(Point::y).max().orElse(1));
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH,
            HEIGHT));
    text(out, LEFT, TOP - 16, "start", 16, title);
    axes(out, x, y);
    for (int k = 0; k < series.size(); k++) {
      draw(out, series.get(k), COLOURS.get(k % COLOURS.size()), k, x, y);
    }
    return out.append("</svg>\n").toString();
  }

  private static double right() {
    return WIDTH - (double) RIGHT;
  }

  private static double bottom() {
    return HEIGHT - (double) BOTTOM;
  }

  private static double x(Axis axis, double value) {
    return LEFT + axis.place(value) * (right() - LEFT);
  }

  private static double y(Axis axis, double value) {
    return bottom() - axis.place(value) * (bottom() - TOP);
  }

  private void axes(StringBuilder out, Axis x, Axis y) {
    for (double mark : x.marks()) {
      line(out, x(x, mark), TOP, x(x, mark), bottom());
      text(out, x(x, mark), bottom() + 18, "middle", 12, Axis.text(mark));
    }
    for (double mark : y.marks()) {
      line(out, LEFT, y(y, mark), right(), y(y, mark));
      text(out, LEFT - 6.0, y(y, mark) + 4, "end", 12, Axis.text(mark));
    }
    text(out, (LEFT + right()) / 2, HEIGHT - 10.0, "middle", 13, x.label());
    out.append(
        String.format(
            Locale.ROOT,
            "<text transform=\"translate(16 %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
            (TOP + bottom()) / 2,
            escaped(y.label())));
  }

  private static void draw(
      StringBuilder out, Series each, String colour, int number, Axis xAxis, Axis yAxis) {
    StringBuilder path = new StringBuilder();
    for (Point point : each.points) {
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              path.length() == 0 ? "M" : " L",
              x(xAxis, point.x),
              y(yAxis, point.y)));
    }
    double legend = TOP + 8.0 + LEGEND_LINE * number;
    String stroke =
        "\" fill=\"none\" stroke-width=\"2\" stroke=\""
            + colour
            + (each.dashed ? "\" stroke-dasharray=\"5 4" : "")
            + "\"/>\n";
    out.append("<path d=\"").append(path).append(stroke);
    out.append(
        String.format(Locale.ROOT, "<path d=\"M%.1f %.1f h 22%s", right() + 12, legend, stroke));
    text(out, right() + 40, legend + 4, "start", 12, each.name);
    if (!each.dashed) {
      for (Point point : each.points) {
        out.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
                x(xAxis, point.x),
                y(yAxis, point.y),
                colour));
      }
    }
  }

  private static void line(StringBuilder out, double x1, double y1, double x2, double y2) {
    out.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%.1f %.1f L%.1f %.1f\" stroke=\"#cccccc\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(
      StringBuilder out, double x, double y, String anchor, int size, String words) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">%s</text>%n",
            x,
            y,
            anchor,
            size,
            escaped(words)));
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;");
  }
}

package io.gravmf.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A logarithmic or linear axis: where values lie on it, from 0 to 1, and its marks.
 *
 * @param label what it shows
 * @param log whether it is logarithmic
 * @param from its lower end
 * @param to its upper end
 */
record Axis(String label, boolean log, double from, double to) {

  private static final int MARKS = 5;

  /** Returns an axis that just holds all values: of decades' round parts, or of linear steps. */
  static Axis around(String label, boolean log, double least, double most) {
    if (log) {
      double margin = Math.pow(most / least, 0.04);
      return new Axis(label, true, least / margin, most * margin);
    }
    return new Axis(label, false, 0, most * 1.05);
  }

  /** Returns where a value lies, 0 at the lower end and 1 at the upper. */
  double place(double value) {
    return log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  }

  /** Returns the values that are marked. */
  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    if (!log) {
      double step = step((to - from) / MARKS);
      for (double mark = Math.ceil(from / step) * step; mark <= to; mark += step) {
        marks.add(mark);
      }
      return marks;
    }
    boolean few = Math.log10(to / from) < 2.5;
    for (double decade = Math.pow(10, Math.floor(Math.log10(from))); decade <= to; decade *= 10) {
      for (double part : few ? new double[] {1, 2, 5} : new double[] {1}) {
        if (decade * part >= from && decade * part <= to) {
          marks.add(decade * part);
        }
      }
    }
    return marks;
  }

  private static double step(double rough) {
    double decade = Math.pow(10, Math.floor(Math.log10(rough)));
    double part = rough / decade;
    return decade * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10);
  }

  /** Returns a mark in short. */
  static String text(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    String[] units = {"", "k", "M", "G"};
    int unit = 0;
    while (size >= 10_000 && unit < units.length - 1) {
      size /= 1000;
      unit++;
    }
    if (unit == 1 && size < 10) {
      size *= 1000;
      unit--;
    }
    String text = String.format(Locale.ROOT, size >= 100 ? "%.0f" : "%.3g", size);
    if (text.contains(".")) {
      text = text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return text + units[unit];
  }
}

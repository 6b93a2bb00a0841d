package io.gravmf.cli.report;

import io.gravmf.evaluate.Summary;

/**
 * How a figure is spread over users or movies.
 *
 * @param name the figure
 * @param of what has it: users or movies
 * @param file the name of its picture, without ending
 * @param summary its eight figures
 * @param histogram its histogram
 */
public record Distribution(
    String name, String of, String file, Summary summary, Histogram histogram) {

  private static final int BINS = 40;

  /** Describes values, of which there must be some. */
  public static Distribution of(String name, String of, String file, double[] values) {
    return new Distribution(name, of, file, Summary.of(values), Histogram.of(values, BINS));
  }
}

package io.gravmf.embedding;

import io.gravmf.embedding.affinity.NearProbabilities;
import java.util.Arrays;

/** What embeddings are judged by, in float64 and too simple to be wrong. */
public final class Measures {

  private Measures() {}

  public static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += (a[c] - b[c]) * (a[c] - b[c]);
    }
    return sum;
  }

  /** Returns the Student-t weight of a pair, not normalised. */
  public static double weight(double[] a, double[] b) {
    int freedom = a.length - 1;
    return Math.pow(1 + squaredDistance(a, b) / freedom, -(freedom + 1) / 2.0);
  }

  /** Returns the sum of all weights, each pair counted twice. */
  public static double normaliser(double[][] places) {
    double sum = 0;
    for (int i = 0; i < places.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += 2 * weight(places[i], places[j]);
      }
    }
    return sum;
  }

  /** Returns the Kullback-Leibler divergence of a layout from probabilities. */
  public static double klDivergence(double[][] p, double[][] places) {
    double normaliser = normaliser(places);
    double sum = 0;
    for (int i = 0; i < places.length; i++) {
      for (int j = 0; j < places.length; j++) {
        if (i != j && p[i][j] > 0) {
          sum += p[i][j] * Math.log(p[i][j] / (weight(places[i], places[j]) / normaliser));
        }
      }
    }
    return sum;
  }

  /** Returns the same for probabilities in compressed rows. */
  public static double klDivergence(NearProbabilities p, double[][] places) {
    double normaliser = normaliser(places);
    double sum = 0;
    for (int i = 0; i < places.length; i++) {
      for (int k = p.rowBegin()[i]; k < p.rowBegin()[i + 1]; k++) {
        double value = p.values()[k];
        if (value > 0) {
          double q = weight(places[i], places[p.columns()[k]]) / normaliser;
          sum += value * Math.log(value / q);
        }
      }
    }
    return sum;
  }

  /** Returns compressed rows as a full matrix. */
  public static double[][] full(NearProbabilities p) {
    int n = p.rowBegin().length - 1;
    double[][] full = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int k = p.rowBegin()[i]; k < p.rowBegin()[i + 1]; k++) {
        full[i][p.columns()[k]] = p.values()[k];
      }
    }
    return full;
  }

  /** Returns how well a layout keeps neighbours (Venna and Kaski 2001). */
  public static double trustworthiness(double[][] points, double[][] places, int neighbours) {
    int n = points.length;
    double penalty = 0;
    for (int i = 0; i < n; i++) {
      double[] distances = distances(points, i);
      double[] nearestFirst = distances.clone();
      Arrays.sort(nearestFirst);
      double[] shown = distances(places, i);
      double[] shownFirst = shown.clone();
      Arrays.sort(shownFirst);
      for (int j = 0; j < n; j++) {
        // The point itself is at 0 in both orders.
        if (j != i && shown[j] <= shownFirst[neighbours]) {
          int rank = Arrays.binarySearch(nearestFirst, distances[j]);
          penalty += Math.max(0, rank - neighbours);
        }
      }
    }
    return 1 - penalty * 2 / ((double) n * neighbours * (2.0 * n - 3.0 * neighbours - 1));
  }

  private static double[] distances(double[][] points, int from) {
    double[] distances = new double[points.length];
    for (int j = 0; j < points.length; j++) {
      distances[j] = squaredDistance(points[from], points[j]);
    }
    return distances;
  }
}

package io.gravmf.data.synthetic;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;

/**
 * How often items are rated: Zipf's law with Mandelbrot's shift and an exponential cut-off, {@code
 * exp(-2.6 rank / items) / (rank + shift)}, ranks being dealt to items at random. The constants
 * give MovieLens-100K's quartiles of ratings per item, 6, 27 and 80, and its most rated film about
 * 580.
 */
final class Popularity {

  /** Flattens the head: the most popular film is rated by some, not by all. */
  private static final double SHIFT_SHARE = 0.04;

  private static final double CUT_OFF = 2.6;

  private final double[] weights;
  private final double[] cumulative;
  private final int[] guide;

  Popularity(int items, UniformRandomProvider random) {
    int[] ranks = PermutationSampler.natural(items);
    PermutationSampler.shuffle(random, ranks);
    weights = new double[items];
    cumulative = new double[items];
    double shift = 1 + SHIFT_SHARE * items;
    double sum = 0;
    for (int item = 0; item < items; item++) {
      weights[item] = StrictMath.exp(-CUT_OFF * ranks[item] / items) / (ranks[item] + shift);
      sum += weights[item];
      cumulative[item] = sum;
    }
    guide = new int[items];
    int item = 0;
    for (int k = 0; k < items; k++) {
      while (cumulative[item] < sum * k / items) {
        item++;
      }
      guide[k] = item;
    }
  }

  double weight(int item) {
    return weights[item];
  }

  /** Draws an item with a probability in proportion to its weight. */
  int draw(UniformRandomProvider random) {
    int last = cumulative.length - 1;
    double at = random.nextDouble();
    int item = guide[(int) (at * cumulative.length)];
    double goal = at * cumulative[last];
    while (item < last && cumulative[item] <= goal) {
      item++;
    }
    return item;
  }
}

package io.gravmf.data.synthetic;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;

/**
 * How often items are rated: Zipf's law with Mandelbrot's shift and an exponential cut-off, {@code
 * exp(-c rank / items) / (rank + shift)}, ranks being dealt to items at random.
 *
 * <p>The shift is a number of ranks, not a share of them: in MovieLens of any size the most popular
 * film is rated by half the users or more. The cut-off grows with the catalogue, of which ever more
 * is hardly rated: half the films have at most 27 ratings in MovieLens-100K, 6 in MovieLens-25M. In
 * MovieLens-32M's shape the most popular item comes out with 45 % of the users and the Gini
 * coefficient as 0.94; there they are 51 % and 0.95.
 */
final class Popularity {

  /** Flattens the head: the most popular film is rated by many, not by all. */
  private static final double SHIFT = 35;

  /** Keeps some of Zipf's law in catalogues that have hardly more items than the shift. */
  private static final double MOST_SHIFT = 0.02;

  /** The cut-off is 1 for so many items and grows with the cube root of their number. */
  private static final double CUT_OFF_ITEMS = 100;

  private final double[] weights;
  private final double[] cumulative;
  private final int[] guide;

  Popularity(int items, UniformRandomProvider random) {
    int[] ranks = PermutationSampler.natural(items);
    PermutationSampler.shuffle(random, ranks);
    weights = new double[items];
    cumulative = new double[items];
    double shift = Math.min(SHIFT, 1 + MOST_SHIFT * items);
    double cutOff = StrictMath.cbrt(items / CUT_OFF_ITEMS);
    double sum = 0;
    for (int item = 0; item < items; item++) {
      weights[item] = StrictMath.exp(-cutOff * ranks[item] / items) / (ranks[item] + shift);
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

  /** Returns the sum of all weights. */
  double total() {
    return cumulative[cumulative.length - 1];
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

package io.gravmf.evaluate.ranking;

/**
 * A figure of one user's list of k recommendations. An item is relevant if it is among those held
 * out, and no more or less so than another: a gain is 1 or 0.
 *
 * <p>A list that is shorter than k, because there are not so many items, is one that goes on with
 * items that are not relevant: denominators stay as they are.
 */
public enum RankingMetric {
  /**
   * Normalised discounted cumulative gain (Järvelin &amp; Kekäläinen 2002, with log2(rank + 1)).
   */
  NDCG("ndcg") {
    @Override
    double of(int[] hits, int relevant, int k) {
      double gain = 0;
      for (int rank : hits) {
        gain += rank <= k ? discount(rank) : 0;
      }
      double ideal = 0;
      for (int rank = 1; rank <= Math.min(k, relevant); rank++) {
        ideal += discount(rank);
      }
      return gain / ideal;
    }

    @Override
    public String definition(int k) {
      return "gain 1, discount log2(rank + 1), ideal min(" + k + ", relevant) first";
    }
  },

  /** Recall, as Liang et al. 2018 have it: 1 is possible for every user. */
  RECALL("recall") {
    @Override
    double of(int[] hits, int relevant, int k) {
      return (double) count(hits, k) / Math.min(k, relevant);
    }

    @Override
    public String definition(int k) {
      return "hits / min(" + k + ", relevant)";
    }
  },

  /** Recall by the book. */
  RECALL_OF_ALL("recall_of_all") {
    @Override
    double of(int[] hits, int relevant, int k) {
      return (double) count(hits, k) / relevant;
    }

    @Override
    public String definition(int k) {
      return "hits / relevant";
    }
  },

  /** Precision. */
  PRECISION("precision") {
    @Override
    double of(int[] hits, int relevant, int k) {
      return (double) count(hits, k) / k;
    }

    @Override
    public String definition(int k) {
      return "hits / " + k;
    }
  },

  /** Mean average precision. */
  MAP("map") {
    @Override
    double of(int[] hits, int relevant, int k) {
      double sum = 0;
      int found = count(hits, k);
      for (int hit = 0; hit < found; hit++) {
        sum += (hit + 1.0) / hits[hit];
      }
      return sum / Math.min(k, relevant);
    }

    @Override
    public String definition(int k) {
      return "sum over hits of the precision at their ranks / min(" + k + ", relevant)";
    }
  },

  /** Mean reciprocal rank. */
  MRR("mrr") {
    @Override
    double of(int[] hits, int relevant, int k) {
      return hits.length > 0 && hits[0] <= k ? 1.0 / hits[0] : 0;
    }

    @Override
    public String definition(int k) {
      return "1 / rank of the first hit, 0 without one in " + k;
    }
  };

  /** The name of the figure that is not an average over users. */
  static final String COVERAGE = "coverage";

  private final String label;

  RankingMetric(String label) {
    this.label = label;
  }

  /** Returns its name with a cut-off, such as {@code ndcg@10}. */
  public String name(int k) {
    return label + "@" + k;
  }

  /** Returns what is divided by what. */
  public abstract String definition(int k);

  /**
   * Returns the figure of a user.
   *
   * @param hits the ranks of the relevant items in the list, from 1, ascending; ranks beyond k do
   *     not count
   * @param relevant how many items are relevant, at least 1, in the list or not
   * @param k the cut-off, at least 1
   */
  abstract double of(int[] hits, int relevant, int k);

  private static int count(int[] hits, int k) {
    int count = 0;
    while (count < hits.length && hits[count] <= k) {
      count++;
    }
    return count;
  }

  private static double discount(int rank) {
    return StrictMath.log(2) / StrictMath.log(rank + 1.0);
  }
}

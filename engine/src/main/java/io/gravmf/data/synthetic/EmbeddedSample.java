package io.gravmf.data.synthetic;

import io.gravmf.data.Ratings;
import io.gravmf.data.items.Items;

/**
 * The sample that commands use where no data is given: generated, in the shape of MovieLens-100K,
 * whose own ratings may not be redistributed.
 */
public final class EmbeddedSample {

  /** 943 users, 1 682 items, 100 000 ratings. */
  public static final SyntheticConfig CONFIG = new SyntheticConfig(943, 1682, 100_000, 20_261_124);

  private final Ratings ratings;
  private final Items items;

  private EmbeddedSample(SyntheticRatings generator) {
    ratings = generator.toRatings();
    items = generator.items();
  }

  /** Generates the sample, which takes a fraction of a second. */
  public static EmbeddedSample load() {
    return new EmbeddedSample(new SyntheticRatings(CONFIG));
  }

  /** Returns the ratings. */
  public Ratings ratings() {
    return ratings;
  }

  /** Returns titles and genres. */
  public Items items() {
    return items;
  }
}

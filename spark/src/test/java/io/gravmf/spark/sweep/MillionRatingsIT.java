package io.gravmf.spark.sweep;

import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.synthetic.SyntheticConfig;
import io.gravmf.data.synthetic.SyntheticRatings;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.InitialFactors;
import org.junit.jupiter.api.Test;

/** The cluster's sweeps beside those of one machine on a million generated ratings. */
class MillionRatingsIT {

  @Test
  void sweepsOfAMillionRatingsAreTheSingleMachines() {
    Ratings ratings =
        new SyntheticRatings(new SyntheticConfig(6040, 3706, 1_000_209, 1)).toRatings();
    Split split = Splits.random(ratings, 0.9, 1);
    SingleMachineTest.assertSame(
        split,
        Objective.NOTEBOOK,
        new Optimizer.LeastSquares(),
        InitialFactors.normal(ratings.userCount(), ratings.itemCount(), 64, 3),
        "vector",
        4,
        4);
  }
}

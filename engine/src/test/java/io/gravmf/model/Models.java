package io.gravmf.model;

import io.gravmf.backend.Loss;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Models of random factors. */
final class Models {

  private Models() {}

  static FloatMatrix factors(int rows, int dim, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    FloatMatrix matrix = FloatMatrix.zeros(rows, dim);
    for (int k = 0; k < matrix.values().length; k++) {
      matrix.values()[k] = 2 * random.nextFloat() - 1;
    }
    return matrix;
  }

  static Model of(
      FloatMatrix users, FloatMatrix items, double mean, int ratings, Objective objective) {
    return new Model(
        users,
        items,
        mean,
        new DenseIds(users.rows()),
        new DenseIds(items.rows()),
        new Provenance(
            "",
            "",
            0,
            "",
            "",
            ratings,
            0,
            Optional.empty(),
            1,
            objective,
            Optimizer.AdamW.NOTEBOOK,
            new Loss(0, 0, 0),
            Optional.empty()));
  }
}

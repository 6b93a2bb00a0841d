package io.gravmf.train;

import io.gravmf.backend.Chain;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.model.Model;
import io.gravmf.model.Posterior;
import io.gravmf.model.Provenance;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import io.gravmf.sample.SampledFactors;
import java.util.Optional;
import java.util.function.Function;

/**
 * The model that a sampler's draws make: their average. Its objective has the penalties that are
 * worth what the draws say of the rows' prior, so that least squares folds new users in.
 */
final class SampledModel {

  private SampledModel() {}

  /** Makes the model of the draws that were kept or, while there are none, of the last. */
  static Model of(
      Split split,
      TrainingState state,
      double mean,
      EpochReport report,
      Function<Objective, Provenance> provenance) {
    Ratings train = split.train();
    Optional<Chain> kept = state.chain().filter(chain -> chain.draws() > 0);
    FloatMatrix users = kept.map(Chain::userDraws).orElse(state.users().factors());
    FloatMatrix items = kept.map(Chain::itemDraws).orElse(state.items().factors());
    float[] noise =
        kept.map(chain -> chain.noise().values())
            .orElseGet(() -> new float[] {(float) (1 / report.train().mse())});
    SampledFactors factors = SampledFactors.of(users, items, noise, state.dim());
    Posterior draws =
        new Posterior(factors.userBiases(), factors.itemBiases(), Math.sqrt(factors.noise()));
    return new Model(
            factors.users(),
            factors.items(),
            Optional.of(draws.meanBiases()),
            mean,
            train.userIds(),
            train.itemIds(),
            provenance.apply(objective(factors, train)))
        .withPosterior(draws);
  }

  /** A penalty weighs the noise over the variance of what it holds, for each of a side's rows. */
  private static Objective objective(SampledFactors factors, Ratings train) {
    double users = factors.noise() * train.userCount() / train.size();
    double items = factors.noise() * train.itemCount() / train.size();
    return new Objective(
        new Targets.Explicit(),
        Penalty.uniform(users),
        Penalty.uniform(over(items, factors.itemVariance())),
        Optional.of(
            new BiasPenalty(
                over(users, factors.userBiasVariance()), over(items, factors.itemBiasVariance()))),
        0);
  }

  private static double over(double weight, double variance) {
    return weight / Math.max(variance, 1e-12);
  }
}

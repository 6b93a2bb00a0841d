package io.gravmf.checkpoint;

import io.gravmf.backend.Chain;
import io.gravmf.data.FloatMatrix;
import io.gravmf.format.FiniteTensor;
import java.util.Map;
import java.util.Optional;

/** What a sampler has gathered, as tensors of a checkpoint. */
final class ChainTensors {

  private static final String CHAIN = "chain.";
  private static final String USER_WEIGHTS = "chain.user_weights";
  private static final String ITEM_WEIGHTS = "chain.item_weights";
  private static final String USER_DRAWS = "chain.user_draws";
  private static final String ITEM_DRAWS = "chain.item_draws";
  private static final String NOISE = "chain.noise";
  private static final String VALIDATION = "chain.validation";
  private static final String USER_NOISE = "chain.user_noise";

  private ChainTensors() {}

  static void put(String prefix, Map<String, FloatMatrix> tensors, Chain chain) {
    tensors.put(prefix + USER_WEIGHTS, chain.userWeights());
    tensors.put(prefix + ITEM_WEIGHTS, chain.itemWeights());
    tensors.put(prefix + USER_DRAWS, chain.userDraws());
    tensors.put(prefix + ITEM_DRAWS, chain.itemDraws());
    tensors.put(prefix + NOISE, chain.noise());
    tensors.put(prefix + VALIDATION, chain.validation());
    if (chain.userNoise().columns() > 0) {
      tensors.put(prefix + USER_NOISE, chain.userNoise());
    }
  }

  /**
   * Returns what a checkpoint has of it, if anything.
   *
   * @param prefix in front of every name
   * @param must whether there must be something
   * @param noise whether each user's ratings weigh as they scatter
   * @throws IllegalArgumentException if there is not, or its parts do not fit each other
   */
  static Optional<Chain> read(
      String source, String prefix, Map<String, FloatMatrix> tensors, boolean must, boolean noise) {
    if (!must && StateTensors.behind(prefix + CHAIN, tensors).isEmpty()) {
      return Optional.empty();
    }
    Chain chain =
        new Chain(
            tensor(source, prefix + USER_WEIGHTS, tensors),
            tensor(source, prefix + ITEM_WEIGHTS, tensors),
            tensor(source, prefix + USER_DRAWS, tensors),
            tensor(source, prefix + ITEM_DRAWS, tensors),
            tensor(source, prefix + NOISE, tensors),
            tensor(source, prefix + VALIDATION, tensors));
    return Optional.of(
        noise || tensors.containsKey(prefix + USER_NOISE)
            ? chain.withUserNoise(tensor(source, prefix + USER_NOISE, tensors))
            : chain);
  }

  private static FloatMatrix tensor(String source, String name, Map<String, FloatMatrix> tensors) {
    return FiniteTensor.require(source, name, StateTensors.require(name, tensors));
  }
}

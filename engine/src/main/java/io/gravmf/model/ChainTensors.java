package io.gravmf.model;

import io.gravmf.backend.Chain;
import io.gravmf.data.FloatMatrix;
import io.gravmf.format.SafeTensors;
import java.util.Map;
import java.util.Optional;

/** What a sampler has gathered, as tensors of a checkpoint. */
final class ChainTensors {

  private static final String USER_WEIGHTS = "chain.user_weights";
  private static final String ITEM_WEIGHTS = "chain.item_weights";
  private static final String USER_DRAWS = "chain.user_draws";
  private static final String ITEM_DRAWS = "chain.item_draws";
  private static final String NOISE = "chain.noise";
  private static final String VALIDATION = "chain.validation";

  private ChainTensors() {}

  static void put(Map<String, FloatMatrix> tensors, Chain chain) {
    tensors.put(USER_WEIGHTS, chain.userWeights());
    tensors.put(ITEM_WEIGHTS, chain.itemWeights());
    tensors.put(USER_DRAWS, chain.userDraws());
    tensors.put(ITEM_DRAWS, chain.itemDraws());
    tensors.put(NOISE, chain.noise());
    tensors.put(VALIDATION, chain.validation());
  }

  /**
   * Returns what a checkpoint has of it, if anything.
   *
   * @throws IllegalArgumentException if its parts do not fit each other
   */
  static Optional<Chain> read(String source, SafeTensors tensors) {
    if (!tensors.tensors().containsKey(NOISE)) {
      return Optional.empty();
    }
    return Optional.of(
        new Chain(
            FiniteTensor.require(source, tensors, USER_WEIGHTS),
            FiniteTensor.require(source, tensors, ITEM_WEIGHTS),
            FiniteTensor.require(source, tensors, USER_DRAWS),
            FiniteTensor.require(source, tensors, ITEM_DRAWS),
            FiniteTensor.require(source, tensors, NOISE),
            FiniteTensor.require(source, tensors, VALIDATION)));
  }
}

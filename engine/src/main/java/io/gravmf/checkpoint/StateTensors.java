package io.gravmf.checkpoint;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.FloatMatrix;
import io.gravmf.format.FiniteTensor;
import io.gravmf.format.SafeTensors;
import io.gravmf.model.ModelFiles;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A training state among tensors: each of its names has a prefix in front, and those of an
 * optimiser's own state also {@code state.}. Moments that are all zero are left out but for AdamW,
 * which has some.
 *
 * @param prefix in front of every name
 */
record StateTensors(String prefix, Map<String, FloatMatrix> floats, Map<String, String> metadata) {

  private static final String EPOCH = "epoch";
  private static final String DIM = "dim";
  private static final String MOMENTS = "moments";
  private static final String ADAMW = "adamw";
  private static final String NONE = "none";
  private static final String GIBBS = "gibbs";
  private static final String USER_NOISE = CheckpointTensors.SETTING + "user_noise";
  private static final String FIRST = ".exp_avg";
  private static final String SECOND = ".exp_avg_sq";

  static StateTensors of(String prefix, SafeTensors tensors) {
    return new StateTensors(prefix, tensors.tensors(), tensors.metadata());
  }

  void put(TrainingState state) {
    metadata.put(prefix + EPOCH, Integer.toString(state.epoch()));
    metadata.put(prefix + DIM, Integer.toString(state.dim()));
    boolean moments = isOf(ADAMW) || hasMoments(state.users()) || hasMoments(state.items());
    metadata.put(prefix + MOMENTS, moments ? ADAMW : NONE);
    put(ModelFiles.USER_TENSOR, state.users(), moments);
    put(ModelFiles.ITEM_TENSOR, state.items(), moments);
    state.chain().ifPresent(chain -> ChainTensors.put(prefix, floats, chain));
  }

  private void put(String name, TrainingState.Side side, boolean moments) {
    floats.put(prefix + name, side.factors());
    if (moments) {
      floats.put(prefix + name + FIRST, side.firstMoment());
      floats.put(prefix + name + SECOND, side.secondMoment());
    }
  }

  private static boolean hasMoments(TrainingState.Side side) {
    return !isZero(side.firstMoment()) || !isZero(side.secondMoment());
  }

  /** By bits: a negative zero is not left out. */
  private static boolean isZero(FloatMatrix matrix) {
    for (float value : matrix.values()) {
      if (Float.floatToRawIntBits(value) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the state.
   *
   * @param source named in messages
   * @throws IllegalArgumentException if it is none, or a tensor is missing
   * @throws io.gravmf.data.InvalidInputException if a tensor has a number that is not finite
   */
  TrainingState state(String source) {
    int epoch = number(prefix + EPOCH, metadata);
    boolean moments = moments();
    return new TrainingState(
        epoch,
        dim(),
        side(source, ModelFiles.USER_TENSOR, moments),
        side(source, ModelFiles.ITEM_TENSOR, moments),
        ChainTensors.read(
            source, prefix, floats, epoch > 0 && isOf(GIBBS), metadata.containsKey(USER_NOISE)));
  }

  /** Returns whether the settings name an optimiser. */
  private boolean isOf(String optimizer) {
    return optimizer.equals(metadata.get(CheckpointTensors.SETTING + Checkpoint.OPTIMIZER));
  }

  /** Returns whether there are AdamW's moments; the first versions stored them always. */
  private boolean moments() {
    if (EarlierIdentity.isIn(metadata)) {
      return true;
    }
    String found = metadata.getOrDefault(prefix + MOMENTS, "nothing");
    if (found.equals(ADAMW)) {
      return true;
    }
    if (isOf(ADAMW) || !found.equals(NONE)) {
      throw new IllegalArgumentException(
          "found "
              + prefix
              + MOMENTS
              + " "
              + found
              + ", expected "
              + ADAMW
              + (isOf(ADAMW) ? "" : " or " + NONE));
    }
    return false;
  }

  /** The first versions stored factors alone and did not say how many. */
  private int dim() {
    return metadata.containsKey(prefix + DIM) || !EarlierIdentity.isIn(metadata)
        ? number(prefix + DIM, metadata)
        : require(prefix + ModelFiles.USER_TENSOR, floats).columns();
  }

  private TrainingState.Side side(String source, String name, boolean moments) {
    FloatMatrix factors = tensor(source, name);
    return moments
        ? new TrainingState.Side(
            factors, tensor(source, name + FIRST), tensor(source, name + SECOND))
        : TrainingState.Side.initial(factors);
  }

  private FloatMatrix tensor(String source, String name) {
    return FiniteTensor.require(source, prefix + name, require(prefix + name, floats));
  }

  /** Returns the entries whose names begin so, by what follows. */
  static <T> Map<String, T> behind(String begin, Map<String, T> all) {
    Map<String, T> found = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          if (name.startsWith(begin)) {
            found.put(name.substring(begin.length()), value);
          }
        });
    return found;
  }

  static <T> T require(String name, Map<String, T> tensors) {
    T found = tensors.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "found the tensors " + tensors.keySet() + ", expected " + name);
    }
    return found;
  }

  static int number(String name, Map<String, String> metadata) {
    String text = metadata.getOrDefault(name, "nothing");
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("found " + name + " " + text + ", expected a number");
    }
    return Integer.parseInt(text);
  }
}

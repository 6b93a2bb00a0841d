package io.gravmf.model;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.format.SafeTensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Training, stored so that it can go on to the very same bits: factors and AdamW moments in one
 * safetensors file, named as in PyTorch's optimiser ({@code exp_avg}, {@code exp_avg_sq}).
 */
public final class Checkpoint {

  /** The file's name in a model's folder. */
  public static final String FILE = "checkpoint.safetensors";

  private static final String EPOCH = "epoch";
  private static final String DIM = "dim";
  private static final String RUN = "run";

  private Checkpoint() {}

  /**
   * Saves a state.
   *
   * @param run whatever must be equal for the state to be resumed: the ratings, the split, the
   *     hyperparameters
   */
  public static void save(Path folder, TrainingState state, String run) {
    Map<String, FloatMatrix> tensors = new LinkedHashMap<>();
    put(tensors, ModelFiles.USER_TENSOR, state.users());
    put(tensors, ModelFiles.ITEM_TENSOR, state.items());
    state.chain().ifPresent(chain -> ChainTensors.put(tensors, chain));
    Map<String, String> metadata =
        Map.of(
            EPOCH, Integer.toString(state.epoch()), DIM, Integer.toString(state.dim()), RUN, run);
    new SafeTensors(tensors, metadata).withChecksums().write(folder.resolve(FILE));
  }

  private static void put(Map<String, FloatMatrix> tensors, String name, TrainingState.Side side) {
    tensors.put(name, side.factors());
    tensors.put(name + ".exp_avg", side.firstMoment());
    tensors.put(name + ".exp_avg_sq", side.secondMoment());
  }

  /**
   * Loads a state.
   *
   * @throws InvalidInputException if the file is missing or damaged, belongs to another run, or has
   *     a number that is not finite
   */
  public static TrainingState load(Path folder, String run) {
    Path file = folder.resolve(FILE);
    SafeTensors tensors = SafeTensors.read(file);
    String epoch = tensors.metadata().getOrDefault(EPOCH, "nothing");
    if (!epoch.matches("[0-9]{1,9}")) {
      throw new InvalidInputException(file + ": found epoch " + epoch + ", expected a number");
    }
    String found = tensors.metadata().getOrDefault(RUN, "nothing");
    if (!found.equals(run)) {
      throw new InvalidInputException(
          file + ": is of another run: found " + found + ", expected " + run);
    }
    try {
      return new TrainingState(
          Integer.parseInt(epoch),
          dim(tensors, file),
          side(file, tensors, ModelFiles.USER_TENSOR),
          side(file, tensors, ModelFiles.ITEM_TENSOR),
          ChainTensors.read(file.toString(), tensors));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(file + ": " + e.getMessage(), e);
    }
  }

  /** Earlier versions stored factors alone and did not say so. */
  private static int dim(SafeTensors tensors, Path file) {
    String dim = tensors.metadata().get(DIM);
    if (dim == null) {
      return tensors.require(file.toString(), ModelFiles.USER_TENSOR).columns();
    }
    if (!dim.matches("[0-9]{1,9}")) {
      throw new InvalidInputException(file + ": found dim " + dim + ", expected a number");
    }
    return Integer.parseInt(dim);
  }

  private static TrainingState.Side side(Path file, SafeTensors tensors, String name) {
    return new TrainingState.Side(
        FiniteTensor.require(file.toString(), tensors, name),
        FiniteTensor.require(file.toString(), tensors, name + ".exp_avg"),
        FiniteTensor.require(file.toString(), tensors, name + ".exp_avg_sq"));
  }
}

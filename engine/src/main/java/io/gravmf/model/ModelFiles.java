package io.gravmf.model;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.format.AtomicFile;
import io.gravmf.format.Npy;
import io.gravmf.format.SafeTensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as a folder: {@code model.safetensors} with the factors under the notebook's names, and
 * {@code model.json} with the mean, the ids and how the model was trained.
 */
public final class ModelFiles {

  /** The factors' file. */
  public static final String TENSORS = "model.safetensors";

  /** The file of everything else, written last. */
  public static final String JSON = "model.json";

  /** The name of U in the notebook's module. */
  public static final String USER_TENSOR = "user_emb.weight";

  /** The name of V in the notebook's module. */
  public static final String ITEM_TENSOR = "movie_emb.weight";

  /** The name of the users' biases, n × 1, where the model has them. */
  public static final String USER_BIAS = "user_bias";

  /** The name of the items' biases, m × 1, where the model has them. */
  public static final String ITEM_BIAS = "item_bias";

  /** The name of U's file among exported arrays. */
  public static final String USER_NPY = "user_factors.npy";

  /** The name of V's file among exported arrays. */
  public static final String ITEM_NPY = "item_factors.npy";

  private ModelFiles() {}

  /**
   * Saves a model; equal models give equal bytes. Both files are complete on the disk before either
   * is renamed into place.
   *
   * @throws InvalidInputException if the folder cannot be written
   */
  public static void save(Path folder, Model model) {
    Map<String, FloatMatrix> tensors = new LinkedHashMap<>();
    tensors.put(USER_TENSOR, model.userFactors());
    tensors.put(ITEM_TENSOR, model.itemFactors());
    model
        .biases()
        .ifPresent(
            biases -> {
              tensors.put(USER_BIAS, biases.users());
              tensors.put(ITEM_BIAS, biases.items());
            });
    SafeTensors file = new SafeTensors(tensors, Map.of("format", "pt"));
    AtomicFile.writeTogether(
        List.of(
            new AtomicFile.Part(folder.resolve(TENSORS), file::writeTo),
            new AtomicFile.Part(folder.resolve(JSON), AtomicFile.text(ModelJson.write(model)))));
  }

  /**
   * Loads a model.
   *
   * @throws InvalidInputException if a file is missing or damaged, or the two do not fit each other
   */
  public static Model load(Path folder) {
    Path file = folder.resolve(TENSORS);
    Path json = folder.resolve(JSON);
    ModelJson description = ModelJson.read(json);
    SafeTensors tensors = SafeTensors.read(file);
    FloatMatrix users = tensors.require(file, USER_TENSOR);
    FloatMatrix items = tensors.require(file, ITEM_TENSOR);
    if (users.columns() != description.dim()) {
      throw new InvalidInputException(
          file
              + ": does not fit "
              + json.getFileName()
              + ": found d = "
              + users.columns()
              + ", expected "
              + description.dim());
    }
    try {
      return new Model(
          users,
          items,
          biases(file, tensors),
          description.mean(),
          description.userIds(),
          description.itemIds(),
          description.titles(),
          description.provenance());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          file + ": does not fit " + json.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Model.Biases> biases(Path file, SafeTensors tensors) {
    boolean any =
        tensors.tensors().containsKey(USER_BIAS) || tensors.tensors().containsKey(ITEM_BIAS);
    return any
        ? Optional.of(
            new Model.Biases(tensors.require(file, USER_BIAS), tensors.require(file, ITEM_BIAS)))
        : Optional.empty();
  }

  /**
   * Writes the factors as {@code user_factors.npy} and {@code item_factors.npy}.
   *
   * @throws InvalidInputException if the folder cannot be written
   */
  public static void exportNpy(Path folder, Model model) {
    Npy.write(folder.resolve(USER_NPY), model.userFactors());
    Npy.write(folder.resolve(ITEM_NPY), model.itemFactors());
  }
}

package io.gravmf.model;

import io.gravmf.data.InvalidInputException;
import io.gravmf.format.AtomicFile;
import io.gravmf.format.Npy;
import io.gravmf.format.SafeTensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A model as a folder: {@code model.safetensors} with the factors under the notebook's names, and
 * {@code model.json} with the mean, the ids and how the model was trained.
 *
 * <p>Both have checksums of all that they hold, and the second also those of the tensors that
 * belong to it. Models that earlier versions saved have none; they are loaded, and a line is
 * logged.
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

  /** The name of the users' biases by draw, n × S, of a model that is an average of draws. */
  public static final String USER_DRAW_BIASES = "user_bias.draws";

  /** The name of the items' biases by draw, m × S. */
  public static final String ITEM_DRAW_BIASES = "item_bias.draws";

  /** The name of U's file among exported arrays. */
  public static final String USER_NPY = "user_factors.npy";

  /** The name of V's file among exported arrays. */
  public static final String ITEM_NPY = "item_factors.npy";

  private static final long FIRST_PAUSE = 10;
  private static final long LAST_PAUSE = 160;

  private ModelFiles() {}

  /**
   * Saves a model; equal models give equal bytes. Both files are complete on the disk before either
   * is renamed into place.
   *
   * @throws InvalidInputException if the folder cannot be written
   */
  public static void save(Path folder, Model model) {
    SafeTensors tensors = ModelParts.tensors(model);
    AtomicFile.writeTogether(
        List.of(
            new AtomicFile.Part(folder.resolve(TENSORS), tensors.withChecksums()::writeTo),
            new AtomicFile.Part(
                folder.resolve(JSON), AtomicFile.text(ModelParts.json(model, tensors)))));
  }

  /**
   * Loads a model. Files that do not belong together are read again for a third of a second, in
   * which another process that is saving a model has done so.
   *
   * @throws InvalidInputException if a file is missing or damaged, the two are not of one save, or
   *     a factor is not finite
   */
  public static Model load(Path folder) {
    for (long pause = FIRST_PAUSE; ; pause *= 2) {
      try {
        return loadOnce(folder);
      } catch (TornModelException torn) {
        if (pause > LAST_PAUSE || !slept(pause)) {
          throw new InvalidInputException(torn.getMessage(), torn);
        }
      }
    }
  }

  /** Returns whether nobody interrupted the sleep. */
  private static boolean slept(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Model loadOnce(Path folder) throws TornModelException {
    Path json = folder.resolve(JSON);
    Path tensors = folder.resolve(TENSORS);
    ModelJson description = ModelJson.read(json);
    return ModelParts.join(tensors.toString(), SafeTensors.read(tensors), JSON, description);
  }

  /**
   * Writes a model to a stream, as a zip of the two files of its folder, which are not compressed;
   * equal models give equal bytes. The stream stays open.
   *
   * @throws IOException if the stream cannot be written
   */
  public static void write(OutputStream out, Model model) throws IOException {
    ModelStream.write(out, model);
  }

  /**
   * Reads a model that {@link #write} wrote. The stream is read to its end and stays open; it holds
   * nothing else. Memory is allocated as bytes come, whatever sizes they claim.
   *
   * @param name what the stream is called in messages
   * @throws InvalidInputException if it is cut short or damaged, holds anything else, or a factor
   *     is not finite
   * @throws IOException if the stream itself fails
   */
  public static Model read(InputStream in, String name) throws IOException {
    return ModelStream.read(in, name);
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

package io.gravmf.checkpoint;

import io.gravmf.data.InvalidInputException;
import io.gravmf.format.AtomicFile;
import io.gravmf.format.SafeTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The last two checkpoints of a run in its folder. A new one is complete on the disk before the
 * older is given up, so a kill or a full disk at any moment leaves one to go on from.
 */
public final class CheckpointFiles {

  /** The newer checkpoint. */
  public static final String FILE = "checkpoint.safetensors";

  /** The one before it. */
  public static final String PREVIOUS = "checkpoint.previous.safetensors";

  private CheckpointFiles() {}

  /**
   * What was found.
   *
   * @param file where
   * @param checkpoint what it holds
   * @param problem why the newer one was passed over, one line; empty where this is the newer
   */
  public record Found(Path file, Checkpoint checkpoint, Optional<String> problem) {}

  /**
   * Saves a checkpoint beside the one before.
   *
   * @throws InvalidInputException if the folder cannot be written
   */
  public static void save(Path folder, Checkpoint checkpoint) {
    SafeTensors tensors = CheckpointTensors.of(checkpoint).withChecksums();
    AtomicFile.writeTogether(
        List.of(
            new AtomicFile.Part(folder.resolve(FILE), tensors::writeTo, folder.resolve(PREVIOUS))));
  }

  /**
   * Loads the newer checkpoint, or where that is missing or damaged the one before.
   *
   * @throws InvalidInputException if neither can be read; the message is of the newer
   */
  public static Found load(Path folder) {
    Path file = folder.resolve(FILE);
    Path previous = folder.resolve(PREVIOUS);
    try {
      return new Found(file, read(file), Optional.empty());
    } catch (InvalidInputException damaged) {
      if (!Files.exists(previous)) {
        throw damaged;
      }
      try {
        return new Found(previous, read(previous), Optional.of(damaged.getMessage()));
      } catch (InvalidInputException alsoDamaged) {
        damaged.addSuppressed(alsoDamaged);
        throw damaged;
      }
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @throws InvalidInputException if it is missing or damaged, is none of this version, lacks what
   *     its optimiser needs, or has a number that is not finite
   */
  public static Checkpoint read(Path file) {
    return CheckpointTensors.checkpoint(
        file.toString(),
        SafeTensors.readWithDoubles(file, metadata -> !EarlierIdentity.isIn(metadata)));
  }
}

package io.gravmf.cli.output;

import io.gravmf.data.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out before hours of work whether its result can be written. */
public final class WritableFolder {

  private WritableFolder() {}

  /**
   * Requires that a folder can be written to or made.
   *
   * @param option the option that names it
   * @param folder the folder; null passes
   * @throws InvalidInputException if it cannot
   */
  public static void require(String option, Path folder) {
    if (folder == null) {
      return;
    }
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new InvalidInputException(option + ": " + existing + " is not a directory");
    }
    if (!Files.isWritable(existing)) {
      throw new InvalidInputException(option + ": " + existing + " is not writable");
    }
  }
}

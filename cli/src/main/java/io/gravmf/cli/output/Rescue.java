package io.gravmf.cli.output;

import io.gravmf.data.InvalidInputException;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model whose folder cannot be written, as on a full disk: hours of work are not thrown away. */
public final class Rescue {

  private Rescue() {}

  /** Saves a model among the system's temporary files, and says so or why not. */
  public static String save(Model model) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("gravmf-model-");
      ModelFiles.save(folder, model);
      return "the model is in " + folder + " instead";
    } catch (IOException | InvalidInputException e) {
      if (folder != null) {
        folder.toFile().delete();
      }
      return "the model is lost, for temporary files cannot be written either";
    }
  }
}

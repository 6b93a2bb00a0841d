package io.gravmf.examples.service;

import io.gravmf.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/**
 * The model of a folder, loaded again whenever somebody has saved another there: this process, or a
 * {@code gravmf train --out} of somebody else. {@link ModelFiles#load} refuses files that do not
 * belong together, so what is served is always one model as it was saved.
 */
final class ServedFolder {

  private final Path folder;
  private final Consumer<ServedModel> onLoad;
  private volatile ServedModel served;
  private String seen = "";

  /**
   * Loads the model there is.
   *
   * @param onLoad hears of every model before it is served
   */
  ServedFolder(Path folder, Consumer<ServedModel> onLoad) throws IOException {
    this.folder = folder;
    this.onLoad = onLoad;
    reload();
  }

  ServedModel get() {
    return served;
  }

  /** Takes over what is in the folder if it has changed; called by one thread at a time. */
  void reload() throws IOException {
    String now = version();
    if (now.equals(seen)) {
      return;
    }
    ServedModel loaded =
        new ServedModel(served == null ? 1 : served.number() + 1, ModelFiles.load(folder));
    onLoad.accept(loaded);
    served = loaded;
    seen = now;
  }

  /** A file that is renamed into place is another file, also within one tick of the clock. */
  private String version() throws IOException {
    BasicFileAttributes file =
        Files.readAttributes(folder.resolve(ModelFiles.JSON), BasicFileAttributes.class);
    return file.fileKey() + " " + file.lastModifiedTime() + " " + file.size();
  }
}

package io.gravmf.data.fetch;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder beside what is to become of its content. Closing it deletes it, and those of
 * the folders above it that were created for it and are still empty.
 */
final class WorkFolder implements AutoCloseable {

  private final Path path;
  private final List<Path> created;

  private WorkFolder(Path path, List<Path> created) {
    this.path = path;
    this.created = created;
  }

  /** Creates a folder in another, which is created where it is missing. */
  static WorkFolder create(Path in, String name) throws IOException {
    List<Path> created = new ArrayList<>();
    Path absolute = in.toAbsolutePath().normalize();
    for (Path above = absolute; above != null && !Files.exists(above); above = above.getParent()) {
      created.add(above);
    }
    try {
      Files.createDirectories(absolute);
      return new WorkFolder(Files.createTempDirectory(absolute, "." + name + "."), created);
    } catch (IOException e) {
      deleteEmpty(created);
      throw e;
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      log("could not delete " + path, e);
    }
    deleteEmpty(created);
  }

  private static void deleteEmpty(List<Path> deepestFirst) {
    try {
      for (Path folder : deepestFirst) {
        Files.deleteIfExists(folder);
      }
    } catch (DirectoryNotEmptyException e) {
      // What was wanted is in it, so none of those above it is empty either.
    } catch (IOException e) {
      log("could not delete " + deepestFirst, e);
    }
  }

  private static void log(String message, IOException e) {
    System.getLogger(WorkFolder.class.getName()).log(System.Logger.Level.WARNING, message, e);
  }
}

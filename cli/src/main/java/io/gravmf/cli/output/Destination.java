package io.gravmf.cli.output;

import io.gravmf.data.InvalidInputException;
import io.gravmf.format.AtomicFile;
import io.gravmf.format.FileFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** Finds out before hours of work whether its result can be written, by trying. */
public final class Destination {

  private static final String TRIED = "gravmf";
  private static final int DESCRIPTORS = 8;

  private Destination() {}

  /**
   * Requires that a file can be made, replaced, or written to where it is a pipe or a device.
   *
   * @param option the option that names it
   * @param file the file; null passes
   * @throws InvalidInputException if it cannot
   */
  public static void requireFile(String option, Path file) {
    if (file == null || AtomicFile.isWrittenThrough(file)) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(option + ": " + file + " is a directory, expected a file");
    }
    requireFolder(option, file.toAbsolutePath().getParent());
  }

  /**
   * Requires that a folder can be written to or made. What is made to find out is removed.
   *
   * @param option the option that names it
   * @param folder the folder; null passes
   * @param files the names of the files that will be written into it
   * @throws InvalidInputException if it cannot, or if one of the files is a folder, a pipe or a
   *     device
   */
  public static void requireFolder(String option, Path folder, String... files) {
    if (folder == null) {
      return;
    }
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      if (Files.isSymbolicLink(existing)) {
        throw new InvalidInputException(
            option + ": " + existing + " is a link to " + target(existing) + ", which is missing");
      }
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new InvalidInputException(option + ": " + existing + " is not a directory");
    }
    if (!Files.isWritable(existing)) {
      throw new InvalidInputException(option + ": " + existing + " is not writable");
    }
    for (String file : files) {
      if (Files.isDirectory(folder.resolve(file))) {
        throw new InvalidInputException(
            option + ": " + folder.resolve(file) + " is a directory, expected a file");
      }
      if (Files.exists(folder.resolve(file)) && !Files.isRegularFile(folder.resolve(file))) {
        // Whoever opens a pipe waits for a reader, and these are read by nobody while they are
        // written.
        throw new InvalidInputException(
            option + ": " + folder.resolve(file) + " is a pipe or a device, expected a file");
      }
    }
    tryToWrite(option, folder);
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      throw FileFailure.reading(link, e);
    }
  }

  private static void tryToWrite(String option, Path folder) {
    Deque<Path> made = new ArrayDeque<>();
    try {
      make(folder.toAbsolutePath(), made);
      AtomicFile.deleteLeftovers(folder.resolve(TRIED));
      made.push(Files.createFile(folder.resolve("." + TRIED + "." + UUID.randomUUID() + ".part")));
      openMany(made.peek());
    } catch (IOException e) {
      throw new InvalidInputException(
          option + ": " + FileFailure.writing(folder, e).getMessage(), e);
    } finally {
      made.forEach(Destination::remove);
    }
  }

  /** What is written at once, and its folder, needs that many descriptors at the end. */
  private static void openMany(Path file) throws IOException {
    List<FileChannel> open = new ArrayList<>();
    try {
      while (open.size() < DESCRIPTORS) {
        open.add(FileChannel.open(file));
      }
    } finally {
      for (FileChannel each : open) {
        each.close();
      }
    }
  }

  private static void make(Path folder, Deque<Path> made) throws IOException {
    if (!Files.exists(folder)) {
      make(folder.getParent(), made);
      made.push(Files.createDirectory(folder));
    }
  }

  private static void remove(Path made) {
    try {
      Files.deleteIfExists(made);
    } catch (IOException e) {
      // Another command has written into it meanwhile: it is not ours to remove any more.
      return;
    }
  }
}

package io.gravmf.format;

import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces a file as a whole: written beside it, forced to the disk, renamed into place. Whatever
 * goes wrong, the file is either the old one or the new one.
 *
 * <p>A symbolic link stays a link, and what it leads to is replaced. What is no file of its own is
 * written to instead: a device, a pipe, or an open descriptor such as {@code /dev/stdout}, whatever
 * it was opened on.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {

    /** Writes the whole content to an empty file. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * A file and what it shall hold.
   *
   * @param file the file to replace
   * @param content what is written
   * @param previous what the old file becomes, replacing that; null: it is not kept
   */
  public record Part(Path file, Content content, Path previous) {

    /** A file whose old content is not kept. */
    public Part(Path file, Content content) {
      this(file, content, null);
    }
  }

  /**
   * Writes a file, creating its folder where that is missing.
   *
   * @throws InvalidInputException if it cannot be written; the message says why
   */
  public static void write(Path file, Content content) {
    writeTogether(List.of(new Part(file, content)));
  }

  /**
   * Returns whether a file is written to where it is, because it is a device, a pipe or an open
   * descriptor, instead of being replaced as a whole.
   */
  public static boolean isWrittenThrough(Path file) {
    try {
      return Staged.of(file, null, false).isWrittenThrough();
    } catch (InvalidInputException cannotBeWritten) {
      return false;
    }
  }

  /** Deletes what processes that were killed have left of a file on its way. */
  public static void deleteLeftovers(Path file) {
    PartFile.deleteLeftBeside(file);
  }

  /** Writes text in UTF-8. */
  public static void write(Path file, String text) {
    write(file, text(text));
  }

  /** Returns a text in UTF-8 as the content of a file. */
  public static Content text(String text) {
    return channel -> writeFully(channel, StandardCharsets.UTF_8.encode(text));
  }

  /**
   * Writes files that belong together: none is renamed into place before all are on the disk, so a
   * full disk or a failure of any content leaves every old file. The renames follow each other in
   * the order given, with nothing between them. A thread that has been interrupted writes all the
   * same, and stays interrupted: it may have been training, and what it has trained is to be saved.
   *
   * @throws InvalidInputException if one cannot be written; the message says which and why
   */
  public static void writeTogether(List<Part> parts) {
    // A channel would close at once.
    boolean interrupted = Thread.interrupted();
    try {
      replace(parts);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void replace(List<Part> parts) {
    List<Staged> staged = new ArrayList<>();
    try {
      for (Part part : parts) {
        Staged next = Staged.of(part.file(), part.previous(), true);
        staged.add(next);
        next.write(part);
      }
      for (Staged next : staged) {
        next.moveIntoPlace();
      }
      for (Staged next : staged) {
        next.forceFolder();
      }
    } finally {
      staged.forEach(Staged::close);
    }
  }

  static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Creates a folder and those above it where they are missing; a link to a folder is one, which
   * {@link Files#createDirectories} of JDK 17 denies.
   */
  static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  /**
   * A file on its way.
   *
   * @param named as the caller named it
   * @param target what is replaced, or written to where {@code beside} is null
   * @param beside where the content is written first
   * @param previous what the old file becomes, or null
   * @param descriptor the open file that is meant, or null
   */
  private record Staged(
      Path named, Path target, PartFile beside, Path previous, Descriptor descriptor) {

    static Staged of(Path file, Path previous, boolean createFolder) {
      try {
        Descriptor descriptor = Descriptor.of(file);
        if (descriptor != null) {
          return new Staged(file, file, null, null, descriptor);
        }
        Path target = Descriptor.followLinks(file.toAbsolutePath());
        if (Files.isDirectory(target)) {
          throw new InvalidInputException(file + ": found a directory, expected a file");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
          return new Staged(file, target, null, null, null);
        }
        if (createFolder) {
          createFolder(target.getParent());
        }
        return new Staged(file, target, PartFile.beside(target), previous, null);
      } catch (IOException e) {
        throw FileFailure.writing(file, e);
      }
    }

    boolean isWrittenThrough() {
      return beside == null;
    }

    void write(Part part) {
      try {
        if (descriptor != null) {
          descriptor.write(part.content());
        } else if (isWrittenThrough()) {
          try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            part.content().writeTo(channel);
          }
        } else {
          PartFile.deleteLeftBeside(target);
          FileChannel channel = beside.create();
          part.content().writeTo(channel);
          channel.force(true);
        }
      } catch (IOException e) {
        throw FileFailure.writing(named, e);
      }
    }

    void moveIntoPlace() {
      if (isWrittenThrough()) {
        return;
      }
      try {
        if (previous != null && Files.exists(target)) {
          Files.move(
              target,
              previous,
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(
            beside.path(),
            target,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw FileFailure.writing(named, e);
      }
    }

    /** Makes the rename last through a power failure where the file system can do so. */
    void forceFolder() {
      if (isWrittenThrough()) {
        return;
      }
      try (FileChannel channel = FileChannel.open(target.getParent())) {
        channel.force(true);
      } catch (IOException e) {
        // Windows and some network file systems open no folders; the file itself is complete.
        return;
      }
    }

    /** Ends the lock of what was written beside, and deletes it where it was not renamed. */
    void close() {
      if (!isWrittenThrough()) {
        try {
          beside.close();
        } catch (IOException e) {
          System.getLogger(AtomicFile.class.getName())
              .log(System.Logger.Level.DEBUG, "could not delete " + beside.path(), e);
        }
      }
    }
  }
}

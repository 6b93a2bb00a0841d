package io.gravmf.format;

import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces a file as a whole: written beside it, forced to the disk, renamed into place. Whatever
 * goes wrong, the file is either the old one or the new one.
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
   * Writes a file, creating its folder where that is missing.
   *
   * @throws InvalidInputException if it cannot be written; the message says why
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    Path beside = null;
    try {
      Files.createDirectories(target.getParent());
      beside = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".part");
      // Temporary files are private; the result gets the permissions that any new file has.
      Files.delete(beside);
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete(beside, e);
      throw new InvalidInputException(file + ": cannot be written: " + reason(e), e);
    } catch (RuntimeException | Error e) {
      delete(beside, e);
      throw e;
    }
  }

  /** Writes text in UTF-8. */
  public static void write(Path file, String text) {
    write(
        file,
        channel -> {
          var bytes = StandardCharsets.UTF_8.encode(text);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is not a directory";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static void delete(Path beside, Throwable cause) {
    if (beside != null) {
      try {
        Files.deleteIfExists(beside);
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }
}

package io.gravmf.format;

import io.gravmf.data.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says in one line what an I/O failure on a file means to the person who named the file. */
public final class FileFailure {

  private FileFailure() {}

  /** Returns the exception for a file that could not be read. */
  public static InvalidInputException reading(Path file, IOException e) {
    return new InvalidInputException(file + ": " + reason(e), e);
  }

  /** Returns the exception for a file that could not be written. */
  public static InvalidInputException writing(Path file, IOException e) {
    return new InvalidInputException(file + ": cannot be written: " + reason(e), e);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is not a directory";
    }
    if (e instanceof EOFException) {
      return "the file ends too early";
    }
    if (e instanceof FileSystemException problem && problem.getReason() != null) {
      return problem.getReason();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}

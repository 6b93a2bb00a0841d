package io.gravmf.data.text;

import io.gravmf.data.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Opens text files as they are found: plain, gzip, or a zip of a single file, told apart by their
 * first bytes whatever their names, with a UTF-8 byte order mark skipped.
 */
public final class TextInput {

  private static final int BUFFER = 1 << 16;

  private TextInput() {}

  /**
   * Opens a file.
   *
   * @throws InvalidInputException if it is missing, not a file, unreadable, empty or a zip of
   *     several files
   */
  public static InputStream open(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": found a directory, expected a file");
    }
    InputStream raw = null;
    try {
      raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      byte[] magic = peek(raw, 4);
      InputStream text = raw;
      if (magic.length > 1 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
        text = new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER);
      } else if (isZip(magic)) {
        requireSingleFile(file);
        text = new BufferedInputStream(firstFile(raw), BUFFER);
      }
      byte[] mark = peek(text, 3);
      if (mark.length == 3
          && mark[0] == (byte) 0xef
          && mark[1] == (byte) 0xbb
          && mark[2] == (byte) 0xbf) {
        text.skipNBytes(3);
      }
      if (peek(text, 1).length == 0) {
        throw new InvalidInputException(file + ": the file is empty, expected text");
      }
      return text;
    } catch (IOException e) {
      close(raw);
      throw failure(file, e);
    } catch (InvalidInputException e) {
      close(raw);
      throw e;
    }
  }

  /** Says what an I/O failure on a file means, in one line. */
  public static InvalidInputException failure(Path file, IOException e) {
    String what;
    if (e instanceof NoSuchFileException) {
      what = "no such file";
    } else if (e instanceof java.nio.file.AccessDeniedException) {
      what = "permission denied";
    } else if (e instanceof EOFException) {
      what = "the compressed data ends too early; is the file truncated?";
    } else if (e instanceof ZipException) {
      what = "the compressed data is damaged: " + e.getMessage();
    } else {
      what = "cannot be read: " + e.getMessage();
    }
    return new InvalidInputException(file + ": " + what, e);
  }

  private static byte[] peek(InputStream in, int count) throws IOException {
    in.mark(count);
    byte[] bytes = in.readNBytes(count);
    in.reset();
    return bytes;
  }

  /** A zip starts with a file's header or, where it has none, with the directory's end. */
  private static boolean isZip(byte[] magic) {
    return magic.length == 4
        && magic[0] == 'P'
        && magic[1] == 'K'
        && ((magic[2] == 3 && magic[3] == 4) || (magic[2] == 5 && magic[3] == 6));
  }

  /** Looks into the zip's directory, so that several files are named before any is read. */
  private static void requireSingleFile(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> names =
          zip.stream().filter(TextInput::isFile).map(ZipEntry::getName).limit(3).toList();
      if (names.size() != 1) {
        throw new InvalidInputException(
            file
                + (names.isEmpty()
                    ? ": the zip has no file, expected one"
                    : ": the zip has several files ("
                        + String.join(", ", names.subList(0, 2))
                        + (names.size() > 2 ? ", ..." : "")
                        + "), expected one; unpack it and name the ratings file"));
      }
    }
  }

  /** Streams the zip's file; unlike {@link ZipFile}, this compares its checksum at the end. */
  private static InputStream firstFile(InputStream raw) throws IOException {
    ZipInputStream zip = new ZipInputStream(raw);
    ZipEntry entry = zip.getNextEntry();
    while (entry != null && !isFile(entry)) {
      entry = zip.getNextEntry();
    }
    if (entry == null) {
      throw new ZipException("its directory names a file that it does not hold");
    }
    return zip;
  }

  /** Leaves out folders and what macOS adds beside each file. */
  private static boolean isFile(ZipEntry entry) {
    return !entry.isDirectory() && !entry.getName().startsWith("__MACOSX/");
  }

  private static void close(InputStream in) {
    if (in != null) {
      try {
        in.close();
      } catch (IOException ignored) {
        // The failure that led here says more.
      }
    }
  }
}

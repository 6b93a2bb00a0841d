package io.gravmf.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Opens text files as they are found: plain, gzip, or a zip of a single file, told apart by their
 * first bytes, with a UTF-8 byte order mark skipped.
 */
final class TextInput {

  private static final int BUFFER = 1 << 16;

  private TextInput() {}

  /**
   * Opens a file.
   *
   * @throws InvalidInputException if it is missing, not a file, unreadable, empty or a zip of
   *     several files
   */
  static InputStream open(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": found a directory, expected a file");
    }
    InputStream raw = null;
    try {
      raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      byte[] magic = peek(raw, 4);
      if (magic.length == 0) {
        throw new InvalidInputException(file + ": the file is empty, expected ratings");
      }
      InputStream text = raw;
      if (magic.length > 1 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
        text = new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER);
      } else if (magic.length > 3 && magic[0] == 'P' && magic[1] == 'K') {
        text = new BufferedInputStream(singleEntry(file, raw), BUFFER);
      }
      byte[] mark = peek(text, 3);
      if (mark.length == 3
          && mark[0] == (byte) 0xef
          && mark[1] == (byte) 0xbb
          && mark[2] == (byte) 0xbf) {
        text.skipNBytes(3);
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
  static InvalidInputException failure(Path file, IOException e) {
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

  private static InputStream singleEntry(Path file, InputStream raw) throws IOException {
    ZipInputStream zip = new ZipInputStream(raw);
    ZipEntry entry = nextFile(zip);
    if (entry == null) {
      throw new InvalidInputException(file + ": the zip has no file, expected one");
    }
    String first = entry.getName();
    return new FilterInputStream(zip) {
      private boolean ended;

      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        int read = super.read(bytes, from, count);
        if (read < 0 && !ended) {
          ended = true;
          ZipEntry second = nextFile(zip);
          if (second != null) {
            throw new InvalidInputException(
                file
                    + ": the zip has several files ("
                    + first
                    + ", "
                    + second.getName()
                    + ", ...), expected one; unpack it and name the ratings file");
          }
        }
        return read;
      }
    };
  }

  private static ZipEntry nextFile(ZipInputStream zip) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    while (entry != null && entry.isDirectory()) {
      entry = zip.getNextEntry();
    }
    return entry;
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

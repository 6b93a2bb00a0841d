package io.gravmf.data.text;

import io.gravmf.data.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;

/**
 * Opens text files as they are found: plain, gzip or zip, told apart by their first bytes whatever
 * their names, from a disk or through a pipe, with a byte order mark heeded and skipped.
 */
final class TextInput {

  private static final int BUFFER = 1 << 16;

  /** A gzip in a zip is common; more is a riddle. */
  private static final int MAX_PACKINGS = 3;

  private final Path file;
  private final TextOptions options;
  private LongSupplier packed;

  private TextInput(Path file, TextOptions options) {
    this.file = file;
    this.options = options;
  }

  /**
   * What was opened.
   *
   * @param bytes the text
   * @param decoder how to read the bytes that are not ASCII
   */
  record Opened(InputStream bytes, TextDecoder decoder) {}

  /**
   * Opens a file.
   *
   * @throws InvalidInputException if it is missing, unreadable, empty, no text, or a zip of several
   *     files none of which was chosen
   */
  static Opened open(Path file, TextOptions options) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": found a directory, expected a file");
    }
    return new TextInput(file, options).open();
  }

  private Opened open() {
    InputStream opened = null;
    try {
      ChannelInput raw = new ChannelInput(Files.newByteChannel(file));
      opened = raw;
      packed = raw::count;
      InputStream text = new BufferedInputStream(raw, BUFFER);
      opened = text;
      for (int packings = 0; isPacked(text, packings); packings++) {
        if (packings == MAX_PACKINGS) {
          throw new InvalidInputException(
              file + ": packed more than " + MAX_PACKINGS + " times over; unpack it");
        }
        text = new BufferedInputStream(unpack(text, packings), BUFFER);
        opened = text;
      }
      return decoded(text);
    } catch (IOException e) {
      close(opened);
      throw failure(file, e);
    } catch (RuntimeException e) {
      close(opened);
      throw e;
    }
  }

  private boolean isPacked(InputStream text, int packings) throws IOException {
    byte[] start = peek(text, FileKind.LONGEST);
    return isGzip(start) || isZip(start) || (packings == 0 && endsLikeZip());
  }

  private InputStream unpack(InputStream text, int packings) throws IOException {
    if (isGzip(peek(text, 2))) {
      return limited(new GzipInput(text));
    }
    if (packings == 0 && Files.isRegularFile(file) && isOfDefaultFileSystem()) {
      text.close();
      long size = Files.size(file);
      packed = () -> size;
      return limited(ZipInput.open(file, options));
    }
    return limited(ZipInput.spool(text, file.toString(), options));
  }

  private boolean isOfDefaultFileSystem() {
    return file.getFileSystem().equals(java.nio.file.FileSystems.getDefault());
  }

  private InputStream limited(InputStream unpacked) {
    return new UnpackLimit(unpacked, packed, file.toString(), options);
  }

  private Opened decoded(InputStream text) throws IOException {
    byte[] start = peek(text, FileKind.LONGEST);
    String problem = FileKind.problem(start);
    if (problem != null) {
      throw new InvalidInputException(file + ": " + problem);
    }
    Charset mark = mark(start);
    Charset encoding = options.encoding() != null ? options.encoding() : mark;
    Opened opened;
    if (encoding == null || encoding.equals(StandardCharsets.UTF_8)) {
      if (StandardCharsets.UTF_8.equals(mark)) {
        text.skipNBytes(3);
      }
      opened = new Opened(text, new TextDecoder(file, encoding, options));
    } else if (encoding.equals(StandardCharsets.ISO_8859_1)) {
      opened = new Opened(text, new TextDecoder(file, encoding, options));
    } else {
      InputStream utf8 = new BufferedInputStream(new Utf8Input(text, encoding), BUFFER);
      // Of UTF-16LE and the like the decoder leaves the mark in the text.
      if (StandardCharsets.UTF_8.equals(mark(peek(utf8, 3)))) {
        utf8.skipNBytes(3);
      }
      opened = new Opened(utf8, new TextDecoder(file, StandardCharsets.UTF_8, options));
    }
    if (peek(opened.bytes(), 1).length == 0) {
      throw new InvalidInputException(file + ": the file is empty, expected text");
    }
    return opened;
  }

  /** Returns the encoding that a byte order mark stands for, or null where there is none. */
  private static Charset mark(byte[] start) {
    if (startsWith(start, 0xef, 0xbb, 0xbf)) {
      return StandardCharsets.UTF_8;
    }
    if (startsWith(start, 0xff, 0xfe, 0, 0)) {
      return Charset.forName("UTF-32LE");
    }
    if (startsWith(start, 0xff, 0xfe)) {
      return StandardCharsets.UTF_16LE;
    }
    return startsWith(start, 0xfe, 0xff) ? StandardCharsets.UTF_16BE : null;
  }

  /** Says what an I/O failure on a file means, in one line. */
  static InvalidInputException failure(Path file, IOException e) {
    String what;
    if (e instanceof NoSuchFileException) {
      what = "no such file";
    } else if (e instanceof AccessDeniedException) {
      what = "permission denied";
    } else if (e instanceof EOFException) {
      what = "the compressed data ends too early; is the file truncated?";
    } else if (e instanceof ZipException) {
      what = "the compressed data is damaged: " + e.getMessage();
    } else if (e instanceof CharacterCodingException) {
      what = "its bytes are not of the encoding named";
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

  private static boolean startsWith(byte[] bytes, int... start) {
    byte[] wanted = new byte[start.length];
    for (int k = 0; k < start.length; k++) {
      wanted[k] = (byte) start[k];
    }
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, wanted.length, wanted, 0, wanted.length);
  }

  private static boolean isGzip(byte[] start) {
    return startsWith(start, 0x1f, 0x8b);
  }

  /** A zip starts with a file's header or, where it has none, with the directory's end. */
  private static boolean isZip(byte[] start) {
    return startsWith(start, 'P', 'K', 3, 4) || startsWith(start, 'P', 'K', 5, 6);
  }

  /** Finds a zip that another file precedes, such as a program that unpacks it. */
  private boolean endsLikeZip() throws IOException {
    boolean named = file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
    return named && Files.isRegularFile(file) && isOfDefaultFileSystem() && ZipInput.isZip(file);
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

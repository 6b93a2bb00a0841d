package io.gravmf.data.text;

import io.gravmf.data.InvalidInputException;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The contents of one file in a zip, found by the zip's directory: what precedes the first file or
 * what a streaming writer left out of its headers does not matter. Names choose, and never become
 * paths.
 */
final class ZipInput extends FilterInputStream {

  private static final int SHOWN = 5;
  private static final Pattern METHOD = Pattern.compile("bad compression method: ([0-9]+)");

  private final ZipFile zip;
  private final ZipEntry entry;
  private final CheckedInputStream checked;

  private ZipInput(ZipFile zip, ZipEntry entry, CheckedInputStream checked) {
    super(checked);
    this.zip = zip;
    this.entry = entry;
    this.checked = checked;
  }

  /** Returns whether a file ends as a zip does, whatever precedes it. */
  static boolean isZip(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      return zip.size() >= 0;
    } catch (ZipException e) {
      return !String.valueOf(e.getMessage()).contains("END header");
    }
  }

  /** Opens a zip that is a file of its own. */
  static InputStream open(Path file, TextOptions options) throws IOException {
    return open(file.toFile(), file.toString(), options);
  }

  /** Opens a zip that comes through a pipe or is in another: its directory is at its end. */
  static InputStream spool(InputStream bytes, String name, TextOptions options) throws IOException {
    Path copy = Files.createTempFile("gravmf-", ".zip");
    try {
      Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
      InputStream member = open(copy.toFile(), name, options);
      return new FilterInputStream(member) {
        @Override
        public void close() throws IOException {
          try (bytes) {
            super.close();
          } finally {
            Files.deleteIfExists(copy);
          }
        }
      };
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
  }

  private static InputStream open(File file, String name, TextOptions options) throws IOException {
    ZipFile zip = directory(file, name);
    try {
      ZipEntry entry = choose(zip, name, options);
      InputStream unpacked = zip.getInputStream(entry);
      return new ZipInput(zip, entry, new CheckedInputStream(unpacked, new CRC32()));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** Reads the directory; names that are not UTF-8 are taken as Latin-1. */
  private static ZipFile directory(File file, String name) throws IOException {
    try {
      return new ZipFile(file, StandardCharsets.UTF_8);
    } catch (ZipException e) {
      String problem = String.valueOf(e.getMessage());
      if (problem.contains("entry name")) {
        return new ZipFile(file, StandardCharsets.ISO_8859_1);
      }
      Matcher method = METHOD.matcher(problem);
      if (method.find()) {
        throw refused(name, "a zip packed by " + method(method.group(1)));
      }
      if (problem.contains("encrypted")) {
        throw refused(name, "an encrypted zip");
      }
      throw e;
    }
  }

  private static InvalidInputException refused(String name, String found) {
    return new InvalidInputException(
        name
            + ": found "
            + found
            + ", expected one that is stored or deflated; unpack it and name the file inside");
  }

  /** Names of methods, as in section 4.4.5 of PKWARE's APPNOTE. */
  private static String method(String number) {
    return switch (number) {
      case "9" -> "Deflate64";
      case "12" -> "bzip2";
      case "14" -> "LZMA";
      case "93" -> "Zstandard";
      case "95" -> "xz";
      case "98" -> "PPMd";
      case "99" -> "AES encryption";
      default -> "method " + number;
    };
  }

  private static ZipEntry choose(ZipFile zip, String name, TextOptions options) {
    String member = options.member();
    List<? extends ZipEntry> files =
        zip.stream()
            .filter(entry -> member != null ? !entry.isDirectory() : isData(entry))
            .toList();
    if (zip.getEntry("[Content_Types].xml") != null) {
      throw new InvalidInputException(
          name + ": found an Office document, expected text; save the sheet as CSV");
    }
    List<? extends ZipEntry> chosen =
        member == null ? files : files.stream().filter(e -> e.getName().equals(member)).toList();
    if (member != null && chosen.isEmpty()) {
      chosen = files.stream().filter(entry -> entry.getName().endsWith("/" + member)).toList();
    }
    if (chosen.size() == 1) {
      return chosen.get(0);
    }
    if (files.isEmpty()) {
      throw new InvalidInputException(name + ": the zip has no file, expected one");
    }
    String names = names(chosen.isEmpty() ? files : chosen);
    if (member != null) {
      throw new InvalidInputException(
          name
              + ": "
              + options.option("member")
              + " "
              + member
              + ": the zip has "
              + (chosen.isEmpty() ? "no such file but " : "several such files: ")
              + names);
    }
    throw new InvalidInputException(
        name
            + ": the zip has several files ("
            + names
            + "), say which: "
            + options.option("member")
            + " "
            + Fields.shown(files.get(0).getName()));
  }

  private static String names(List<? extends ZipEntry> entries) {
    List<String> shown =
        entries.stream().limit(SHOWN).map(entry -> Fields.shown(entry.getName())).toList();
    return String.join(", ", shown) + (entries.size() > SHOWN ? ", ..." : "");
  }

  /** Leaves out folders, hidden files, and what macOS and Windows put beside others. */
  private static boolean isData(ZipEntry entry) {
    String path = entry.getName();
    String base = path.substring(path.lastIndexOf('/') + 1);
    return !entry.isDirectory()
        && !path.startsWith("__MACOSX/")
        && !base.startsWith(".")
        && !base.equalsIgnoreCase("Thumbs.db")
        && !base.equalsIgnoreCase("desktop.ini");
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read < 0 && checked.getChecksum().getValue() != entry.getCrc()) {
      throw new ZipException("its checksum is wrong");
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    try (zip) {
      super.close();
    }
  }
}

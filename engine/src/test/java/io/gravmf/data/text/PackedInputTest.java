package io.gravmf.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedInputTest {

  private static final String FIRST = "1,10,4\n2,10,5\n".repeat(500);
  private static final String SECOND = "2,20,3\n".repeat(300);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("ratings.zip");
  }

  private static int count(Path path, TextOptions how) {
    return RatingsReader.read(path, ReadOptions.builder().text(how).build()).ratings().size();
  }

  private static int count(Path path) {
    return count(path, TextOptions.DEFAULT);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] twoMembers() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(gzip(FIRST));
    both.write(gzip(SECOND));
    return both.toByteArray();
  }

  private static byte[] zip(int method, String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (int k = 0; k < namesAndTexts.length; k += 2) {
        byte[] text = namesAndTexts[k + 1].getBytes(StandardCharsets.ISO_8859_1);
        ZipEntry entry = new ZipEntry(namesAndTexts[k]);
        entry.setMethod(method);
        entry.setSize(text.length);
        CRC32 checksum = new CRC32();
        checksum.update(text);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(text);
      }
    }
    return bytes.toByteArray();
  }

  /** Hands out a byte at a time and claims that there is no more, as a slow pipe does. */
  private static final class Slow extends FilterInputStream {
    Slow(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return super.read(bytes, offset, Math.min(length, 1));
    }

    @Override
    public int available() {
      return 0;
    }
  }

  /** JDK-7036144: the JDK's own stream ends behind the first member here. */
  @Test
  void membersThatComeSlowlyAreAllRead() throws IOException {
    try (InputStream in = new GzipInput(new Slow(twoMembers()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(FIRST + SECOND);
    }
  }

  @Test
  void everyCutOfAGzipIsFound() throws IOException {
    byte[] whole = twoMembers();
    int first = gzip(FIRST).length;
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length == first) {
        continue; // a whole gzip by itself
      }
      assertThatThrownBy(
              () -> {
                try (InputStream in = new GzipInput(new ByteArrayInputStream(cut))) {
                  in.readAllBytes();
                }
              })
          .isInstanceOf(java.io.EOFException.class);
    }
  }

  @Test
  void zerosBehindAGzipArePaddingAndNothingElse() throws IOException {
    byte[] whole = gzip(FIRST);
    byte[] padded = Arrays.copyOf(whole, whole.length + 1000);
    assertThat(new GzipInput(new ByteArrayInputStream(padded)).readAllBytes())
        .hasSize(FIRST.length());
    padded[padded.length - 1] = 1;
    assertThatThrownBy(() -> new GzipInput(new ByteArrayInputStream(padded)).readAllBytes())
        .isInstanceOf(ZipException.class);
    byte[] more = Arrays.copyOf(whole, whole.length + 1);
    more[whole.length] = 'x';
    assertThatThrownBy(() -> new GzipInput(new ByteArrayInputStream(more)).readAllBytes())
        .isInstanceOf(ZipException.class);
  }

  /** RFC 1952, section 2.3: name, comment, extra field and a checksum of the header. */
  @Test
  void everyFieldOfAHeaderIsPassedOver() throws IOException {
    byte[] plain = gzip(FIRST);
    ByteArrayOutputStream full = new ByteArrayOutputStream();
    full.write(plain, 0, 3);
    full.write(2 | 4 | 8 | 16);
    full.write(plain, 4, 6);
    full.write(new byte[] {3, 0, 'a', 0, 'c'});
    full.write("name\0comment\0".getBytes(StandardCharsets.ISO_8859_1));
    full.write(new byte[] {1, 2});
    full.write(plain, 10, plain.length - 10);
    assertThat(new GzipInput(new ByteArrayInputStream(full.toByteArray())).readAllBytes())
        .hasSize(FIRST.length());
  }

  enum Form {
    PLAIN,
    GZIP,
    ZIP,
    GZIP_IN_ZIP,
    ZIP_IN_GZIP;

    byte[] bytes() throws IOException {
      return switch (this) {
        case PLAIN -> (FIRST + SECOND).getBytes(StandardCharsets.UTF_8);
        case GZIP -> twoMembers();
        case ZIP -> zip(ZipEntry.DEFLATED, "r.csv", FIRST + SECOND);
        case GZIP_IN_ZIP ->
            zip(ZipEntry.STORED, "r.csv.gz", new String(twoMembers(), StandardCharsets.ISO_8859_1));
        case ZIP_IN_GZIP -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(zip(ZipEntry.DEFLATED, "r.csv", FIRST + SECOND));
          }
          yield bytes.toByteArray();
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFormIsReadFromADisk(Form form) throws IOException {
    Files.write(file, form.bytes());
    assertThat(count(file)).isEqualTo(1300);
  }

  @ParameterizedTest
  @EnumSource
  void everyFormIsReadFromAPipe(Form form) throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "there is no mkfifo here");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    byte[] bytes = form.bytes();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try (OutputStream out = Files.newOutputStream(pipe)) {
                int half = bytes.length / 2;
                out.write(bytes, 0, half);
                out.flush();
                out.write(bytes, half, bytes.length - half);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    assertThat(count(pipe)).isEqualTo(1300);
    writer.get();
  }

  @Test
  void strayFilesAreNoRatings() throws IOException {
    Files.write(
        file,
        zip(
            ZipEntry.DEFLATED,
            ".DS_Store",
            "x",
            "ml/.hidden",
            "x",
            "__MACOSX/._r",
            "x",
            "Thumbs.db",
            "x",
            "ml/r",
            FIRST));
    assertThat(count(file)).isEqualTo(1000);
    assertThatThrownBy(() -> count(file, TextOptions.DEFAULT.withMember("Thumbs.db")))
        .hasMessageContaining("found 1 column in 'x'");
  }

  @Test
  void aMemberIsNamedWholeOrByItsLastPart() throws IOException {
    Files.write(file, zip(ZipEntry.DEFLATED, "a/r.csv", FIRST, "b/r.csv", SECOND, "c", "x"));
    assertThat(count(file, TextOptions.DEFAULT.withMember("b/r.csv"))).isEqualTo(300);
    assertThatThrownBy(() -> count(file, TextOptions.DEFAULT.withMember("r.csv")))
        .hasMessage(file + ": --member r.csv: the zip has several such files: a/r.csv, b/r.csv");
    assertThatThrownBy(() -> count(file, TextOptions.DEFAULT.withMember("../etc/passwd")))
        .hasMessage(
            file + ": --member ../etc/passwd: the zip has no such file but a/r.csv, b/r.csv, c");
    assertThatThrownBy(() -> count(file)).hasMessageContaining("say which: --member a/r.csv");
  }

  /** A name chooses a file inside; nothing is ever written, so that it can lead nowhere. */
  @Test
  void namesNeverBecomePaths() throws IOException {
    Files.write(file, zip(ZipEntry.DEFLATED, "../../../escape.csv", FIRST));
    assertThat(count(file)).isEqualTo(1000);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatPrecedesAZipDoesNotMatter() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("#!/bin/sh\nexit\n".getBytes(StandardCharsets.UTF_8));
    bytes.write(zip(ZipEntry.DEFLATED, "r.csv", FIRST));
    Files.write(file, bytes.toByteArray());
    assertThat(count(file)).isEqualTo(1000);
    Files.writeString(file, FIRST);
    assertThat(count(file)).isEqualTo(1000);
  }

  @Test
  void namesThatAreNoTextAreNoProblem() throws IOException {
    byte[] zip = zip(ZipEntry.DEFLATED, "u\u00e9.csv", FIRST);
    byte[] name = "u\u00e9.csv".getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < zip.length - name.length; at++) {
      if (Arrays.equals(zip, at, at + name.length, name, 0, name.length)) {
        zip[at + 1] = (byte) 0xff;
      }
    }
    Files.write(file, zip);
    assertThatThrownBy(() -> count(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the compressed data is damaged");
    // Without the flag that promises UTF-8 the names may be anything.
    for (int at = 0; at + 10 < zip.length; at++) {
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2) {
        zip[at + 9] &= ~8;
      }
    }
    Files.write(file, zip);
    assertThat(count(file)).isEqualTo(1000);
  }

  /** Changes what the directory and the file's own header say of the method, or the flags. */
  private static byte[] changed(byte[] zip, int fromHeader, int fromDirectory, int value) {
    byte[] changed = zip.clone();
    for (int at = 0; at + 12 < zip.length; at++) {
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 3 && zip[at + 3] == 4) {
        changed[at + fromHeader] |= (byte) value;
      } else if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2) {
        changed[at + fromDirectory] |= (byte) value;
      }
    }
    return changed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"an encrypted zip", "a zip packed by bzip2"})
  void whatCannotBeUnpackedIsNamed(String found) throws IOException {
    byte[] zip = zip(ZipEntry.DEFLATED, "r.csv", FIRST);
    boolean encrypted = found.contains("encrypted");
    Files.write(file, encrypted ? changed(zip, 6, 8, 1) : changed(zip, 8, 10, 12));
    assertThatThrownBy(() -> count(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + ": found "
                + found
                + ", expected one that is stored or deflated; unpack it and name the file inside");
  }

  @Test
  void anOfficeDocumentIsNamed() throws IOException {
    Files.write(file, zip(ZipEntry.DEFLATED, "[Content_Types].xml", "x", "xl/sheet1.xml", "x"));
    assertThatThrownBy(() -> count(file))
        .hasMessage(file + ": found an Office document, expected text; save the sheet as CSV");
  }

  private static void writeBomb(OutputStream out) throws IOException {
    byte[] blanks = "\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    out.write(FIRST.getBytes(StandardCharsets.UTF_8));
    for (int k = 0; k < 80; k++) {
      out.write(blanks);
    }
    out.write(FIRST.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatUnpacksToFarMoreThanItsSizeIsRefusedUnlessItIsTrusted(boolean zipped)
      throws IOException {
    try (OutputStream bytes = Files.newOutputStream(file)) {
      if (zipped) {
        ZipOutputStream out = new ZipOutputStream(bytes);
        out.putNextEntry(new ZipEntry("r"));
        writeBomb(out);
        out.close();
      } else {
        OutputStream out = new GZIPOutputStream(bytes);
        writeBomb(out);
        out.close();
      }
    }
    assertThatThrownBy(() -> count(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + ": unpacks to more than 100 times its size, as only damage or malice does; if it"
                + " is to be trusted, --unpack-limit 1000");
    assertThat(count(file, TextOptions.DEFAULT.withUnpackLimit(2000))).isEqualTo(2000);
  }

  @Test
  void noFormIsPackedWithoutEnd() throws IOException {
    byte[] bytes = gzip(FIRST);
    for (int k = 0; k < 3; k++) {
      ByteArrayOutputStream outer = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(outer)) {
        out.write(bytes);
      }
      bytes = outer.toByteArray();
    }
    Files.write(file, bytes);
    assertThatThrownBy(() -> count(file))
        .hasMessage(file + ": packed more than 3 times over; unpack it");
  }
}

package io.gravmf.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextInputTest {

  private static final String LINES = "1\t2\t3\t881250949\n2\t1\t5\t891717742\n".repeat(1000);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("ratings");
  }

  private static Ratings read(Path path) {
    return RatingsReader.read(path, ReadOptions.DEFAULT).ratings();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Entries whose names end in a slash are folders. */
  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        if (!name.endsWith("/")) {
          out.write(LINES.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void gzipIsReadWhateverItsName() throws IOException {
    Files.write(file, gzip(LINES));
    assertThat(read(file).size()).isEqualTo(2000);
  }

  @Test
  void aGzipOfSeveralMembersIsReadWhole() throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(gzip(LINES));
      out.write(gzip("7\t1\t1\t5\n"));
    }
    assertThat(read(file).size()).isEqualTo(2001);
  }

  @Test
  void aByteOrderMarkInsideGzipIsSkipped() throws IOException {
    Files.write(file, gzip("\uFEFFuser,item,rating\n1,1,4\n"));
    assertThat(read(file).size()).isEqualTo(1);
  }

  @Test
  void aZipOfOneFileIsReadAsItIs() throws IOException {
    Files.write(file, zip("ml/", "ml/u.data", "__MACOSX/", "__MACOSX/._u.data"));
    assertThat(read(file).size()).isEqualTo(2000);
  }

  @Test
  void aZipOfSeveralFilesIsRefusedBeforeAnyIsRead() throws IOException {
    Files.write(file, zip("README", "u.data"));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file + ": the zip has several files (README, u.data), say which: --member README");
    Files.write(file, zip("a", "b", "c", "d", "e", "f"));
    assertThatThrownBy(() -> read(file)).hasMessageContaining("(a, b, c, d, e, ...)");
  }

  @Test
  void aZipWithoutFilesIsNamed() throws IOException {
    Files.write(file, zip());
    assertThatThrownBy(() -> read(file)).hasMessage(file + ": the zip has no file, expected one");
    Files.write(file, zip("folder/"));
    assertThatThrownBy(() -> read(file)).hasMessage(file + ": the zip has no file, expected one");
  }

  @Test
  void textThatStartsLikeAZipIsText() throws IOException {
    Files.writeString(file, "PK1,heat,4\nPK2,alien,5\n");
    assertThat(read(file).userIds().id(0)).isEqualTo("PK1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.5, 0.99})
  void aTruncatedGzipIsNamed(double part) throws IOException {
    byte[] whole = gzip(LINES);
    int length = Math.max(2, (int) (part * whole.length));
    Files.write(file, Arrays.copyOf(whole, length));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            file + ": the compressed data ends too early; is the file truncated?");
  }

  @Test
  void aTruncatedZipIsNamed() throws IOException {
    byte[] whole = zip("u.data");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": the compressed data is damaged: ");
  }

  /** The last bytes of a gzip member are the checksum and the length of what it holds. */
  @Test
  void aWrongChecksumIsNamed() throws IOException {
    byte[] gzip = gzip(LINES);
    gzip[gzip.length - 8] ^= 1;
    Files.write(file, gzip);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": the compressed data is damaged: ");

    byte[] zip = zip("u.data");
    int directory = indexOf(zip, new byte[] {'P', 'K', 1, 2});
    zip[directory + 16] ^= 1;
    Files.write(file, zip);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": the compressed data is damaged: ");
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    int at = 0;
    while (!Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
      at++;
    }
    return at;
  }

  @Test
  void aGzipHeaderBeforeJunkIsNamed() throws IOException {
    Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 99, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": ");
  }

  @Test
  void aCompressedEmptyFileIsEmpty() throws IOException {
    Files.write(file, gzip(""));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": the file is empty, expected text");
  }

  @Test
  void aFileThatCannotBeOpenedIsNamed() throws IOException {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": no such file");
    Files.createDirectory(file);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": found a directory, expected a file");
  }

  @Test
  void aFileWithoutPermissionIsNamed() throws IOException {
    Files.writeString(file, LINES);
    assumeTrue(file.toFile().setReadable(false), "permissions cannot be taken away here");
    assumeTrue(!Files.isReadable(file), "the superuser may read anything");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": permission denied");
  }

  /** Linux opens a process's memory as a file, but nothing is mapped at its start. */
  @Test
  void aFileThatFailsOnReadingIsNamed() {
    Path memory = Path.of("/proc/self/mem");
    assumeTrue(Files.isReadable(memory), "only Linux has " + memory);
    assertThatThrownBy(() -> read(memory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(memory + ": cannot be read: ");
  }
}

package io.gravmf.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {

  @Test
  void aFileMadeByTheSpecificationIsRead() {
    SafeTensors file = SafeTensors.read(NpyTest.fixture("two.safetensors"));
    assertThat(file.tensors().keySet()).containsExactly("e", "a", "b");
    assertThat(file.tensors().get("e").columns()).isEqualTo(4);
    assertThat(file.tensors().get("a").values()).containsExactly(1, 2);
    assertThat(file.tensors().get("b").rows()).isEqualTo(1);
    assertThat(file.tensors().get("b").values()).containsExactly(3, 4);
    assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
  }

  @Test
  void whatIsWrittenIsTheLibrarysOwnFile(@TempDir Path folder) {
    SafeTensors library = SafeTensors.read(NpyTest.fixture("library.safetensors"));
    assertThat(library.tensors().get("movie_emb.weight").values()).containsExactly(-1, 0, 1);
    assertThat(library.tensors().get("user_emb.weight").get(1, 2)).isEqualTo(5 / 7f);
    Path file = folder.resolve("x.safetensors");
    new SafeTensors(library.tensors(), library.metadata()).write(file);
    assertThat(file).hasSameBinaryContentAs(NpyTest.fixture("library.safetensors"));
  }

  static FloatMatrix anyBits(int rows, int columns, Random random) {
    FloatMatrix any = FloatMatrix.zeros(rows, columns);
    for (int k = 0; k < any.values().length; k++) {
      any.values()[k] = Float.intBitsToFloat(random.nextInt());
    }
    return any;
  }

  static void assertSameBits(FloatMatrix found, FloatMatrix expected) {
    assertThat(found.rows()).isEqualTo(expected.rows());
    assertThat(found.columns()).isEqualTo(expected.columns());
    for (int k = 0; k < expected.values().length; k++) {
      assertThat(Float.floatToRawIntBits(found.values()[k]))
          .isEqualTo(Float.floatToRawIntBits(expected.values()[k]));
    }
  }

  @Property(tries = 50)
  void writingAndReadingIsTheIdentityToTheBit(
      @ForAll @IntRange(min = 0, max = 9) int rows,
      @ForAll @IntRange(min = 0, max = 9) int columns,
      @ForAll Random random)
      throws IOException {
    FloatMatrix any = anyBits(rows, columns, random);
    Map<String, FloatMatrix> tensors = new LinkedHashMap<>();
    tensors.put("z", FloatMatrix.zeros(2, 3));
    tensors.put("any", any);
    tensors.put("empty", FloatMatrix.zeros(0, 5));
    Path file = Files.createTempFile("tensors", ".safetensors");
    try {
      new SafeTensors(tensors, Map.of("key", "\u00e9\"\n")).write(file);
      SafeTensors read = SafeTensors.read(file);
      assertThat(read.metadata()).containsExactly(Map.entry("key", "\u00e9\"\n"));
      assertThat(read.tensors().keySet()).containsExactlyInAnyOrder("z", "any", "empty");
      assertSameBits(read.tensors().get("any"), any);
      assertThat(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong())
          .matches(length -> length % 8 == 0);
    } finally {
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "[1]~a header that is no JSON object",
        "{\"a\":~a header that is no JSON",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[1,1],\"data_offsets\":[0,4]}}~type F16",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,4]}}~a of shape 1 x 2 at data_offsets 0 to 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}~4 bytes of data",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[4,8]}}~a at data_offsets 4 to 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\","
            + "\"shape\":[1,1],\"data_offsets\":[0,4]}}~b at data_offsets 0 to 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\","
            + "\"shape\":[1,1],\"data_offsets\":[0,4]}}~a header that is no JSON (Duplicate",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0,1],\"data_offsets\":[4,0]}}~data_offsets 4 to 0",
        "{\"a\":{\"dtype\":[],\"shape\":[1,1],\"data_offsets\":[0,4]}}~type nothing of a",
        "{\"a\":4}~type nothing of a",
        "{\"__metadata__\":4}~__metadata__ that is no object",
        "{\"__metadata__\":{\"k\":4}}~__metadata__ with a k that is no string",
        "{\"a\":{}} {}~a header that is no JSON",
        " {}~a header that is no JSON object",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1,-1],\"data_offsets\":[0,4]}}~shape [-1,-1]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9000000000,9000000000],\"data_offsets\":[0,4]}}~x 9000",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}~shape [1]",
        "{}~4 bytes of data",
      })
  void hostileHeadersAreNamed(String header, String message, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("x.safetensors");
    byte[] json = header.getBytes(UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(12 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(json.length).put(json).array());
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": offset ")
        .hasMessageContaining(message);
  }

  /** The claim must cost neither memory nor an overflow. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 13, Integer.MAX_VALUE, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE})
  void hostileHeaderLengthsAreNamed(long length, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("x.safetensors");
    ByteBuffer bytes = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(length).put("{}          ".getBytes(UTF_8)).array());
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "%s: offset 0: found a header of %s bytes, expected 2 to 12 in this file of 20",
            file, Long.toUnsignedString(length));
  }

  /** Whoever opens a pipe that nobody writes into waits for ever. */
  @Test
  void whatIsNoFileIsRefusedUnopened() {
    assertThatThrownBy(() -> SafeTensors.read(Path.of("/dev/null")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("/dev/null: found a pipe or a device, expected a safetensors file");
  }

  @Test
  void otherEncodingsThanUtf8AreRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("x.safetensors");
    byte[] wide = "{}".getBytes(StandardCharsets.UTF_16LE);
    byte[] latin = "{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1);
    for (byte[] json : new byte[][] {wide, latin}) {
      ByteBuffer bytes = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
      Files.write(file, bytes.putLong(json.length).put(json).array());
      assertThatThrownBy(() -> SafeTensors.read(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(file + ": offset 8: found a header that is no");
    }
  }

  @Property(tries = 400)
  void damageNeverGivesAnotherFailure(
      @ForAll @IntRange(min = 1, max = 8) int changes, @ForAll Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(NpyTest.fixture("two.safetensors"));
    for (int k = 0; k < changes; k++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    Path file = Files.createTempFile("damaged", ".safetensors");
    try {
      Files.write(file, bytes);
      SafeTensors.read(file);
    } catch (InvalidInputException named) {
      assertThat(named.getMessage()).startsWith(file.toString());
    } finally {
      Files.delete(file);
    }
  }
}

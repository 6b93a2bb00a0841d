package io.gravmf.format;

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

class SafeTensorsTest {

  @Test
  void aFileMadeByTheSpecificationIsRead() {
    SafeTensors file = SafeTensors.read(NpyTest.fixture("two.safetensors"));
    assertThat(file.tensors().keySet()).containsExactly("a", "b");
    assertThat(file.tensors().get("a").values()).containsExactly(1, 2);
    assertThat(file.tensors().get("b").rows()).isEqualTo(1);
    assertThat(file.tensors().get("b").values()).containsExactly(3, 4);
    assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
  }

  @Property(tries = 50)
  void writingAndReadingIsTheIdentityToTheBit(
      @ForAll @IntRange(min = 0, max = 9) int rows,
      @ForAll @IntRange(min = 0, max = 9) int columns,
      @ForAll Random random)
      throws IOException {
    FloatMatrix any = FloatMatrix.zeros(rows, columns);
    for (int k = 0; k < any.values().length; k++) {
      any.values()[k] = Float.intBitsToFloat(random.nextInt());
    }
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
      float[] found = read.tensors().get("any").values();
      for (int k = 0; k < found.length; k++) {
        assertThat(Float.floatToRawIntBits(found[k]))
            .isEqualTo(Float.floatToRawIntBits(any.values()[k]));
      }
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
      value = {
        "[1]~a header that is no JSON object",
        "{\"a\":~a header that is no JSON",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[1,1],\"data_offsets\":[0,4]}}~type F16",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,4]}}~1 x 2 at 0 to 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}~2 x 1 at 0 to 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[4,8]}}~1 x 1 at 4 to 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1,-1],\"data_offsets\":[0,4]}}~shape [-1,-1]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9000000000,9000000000],\"data_offsets\":[0,4]}}~x 9000",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}~shape [1]",
        "{}~4 bytes of data",
      })
  void hostileHeadersAreNamed(String header, String message, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("x.safetensors");
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(12 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(json.length).put(json).array());
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            file + ": offset 8: found ".replace("8", header.equals("{}") ? "10" : "8"))
        .hasMessageContaining(message);
  }

  @Property(tries = 300)
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

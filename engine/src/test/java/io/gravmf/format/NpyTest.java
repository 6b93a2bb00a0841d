package io.gravmf.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {

  static Path fixture(String name) {
    return Path.of("src/test/resources/io/gravmf/format").resolve(name);
  }

  @Test
  void numPysFilesAreRead() {
    float[] expected = {1.5f, -2.25f, 3e-40f, Float.POSITIVE_INFINITY, 0.1f, -0.0f};
    for (String name : new String[] {"matrix_f4.npy", "matrix_f8_big.npy"}) {
      FloatMatrix matrix = Npy.readMatrix(fixture(name));
      assertThat(matrix.rows()).isEqualTo(2);
      assertThat(matrix.values()).containsExactly(expected);
    }
    for (String name : new String[] {"vector_i8.npy", "vector_i4_big.npy"}) {
      assertThat(Npy.readIntVector(fixture(name))).containsExactly(5, -7, Integer.MAX_VALUE);
    }
  }

  @Test
  void otherContentsAreNamed() {
    assertThatThrownBy(() -> Npy.readMatrix(fixture("matrix_fortran.npy")))
        .hasMessageEndingWith("found Fortran order, expected C order");
    assertThatThrownBy(() -> Npy.readMatrix(fixture("vector_i8.npy")))
        .hasMessageEndingWith("found shape [3], expected a matrix");
    assertThatThrownBy(() -> Npy.readIntVector(fixture("matrix_f4.npy")))
        .hasMessageEndingWith("found shape [2, 3], expected a vector");
    assertThatThrownBy(() -> Npy.readIntVector(fixture("vector_i8_large.npy")))
        .hasMessageEndingWith("entry 1 is 2147483648, expected an int32");
    assertThatThrownBy(() -> Npy.readIntVector(fixture("text.npy")))
        .hasMessageEndingWith("found type <U1, expected type f4, f8, i4 or i8");
    assertThatThrownBy(() -> Npy.readMatrix(fixture("none.npy")))
        .hasMessageEndingWith("no such file");
    assertThatThrownBy(() -> Npy.readMatrix(fixture("two.safetensors")))
        .hasMessageEndingWith("found other bytes at offset 0, expected a .npy file");
  }

  @Test
  void whatIsWrittenIsNumPysOwnFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.npy");
    Npy.write(file, Npy.readMatrix(fixture("matrix_f4.npy")));
    assertThat(file).hasSameBinaryContentAs(fixture("matrix_f4.npy"));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Property(tries = 200)
  void damageIsAlwaysNamedInOneLine(
      @ForAll @IntRange(min = 0, max = 151) int length, @ForAll Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(fixture("matrix_f4.npy"));
    byte[] damaged = Arrays.copyOf(bytes, Math.min(length, bytes.length));
    if (damaged.length == bytes.length) {
      return;
    }
    if (damaged.length > 0) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    Path file = Files.createTempFile("damaged", ".npy");
    try {
      Files.write(file, damaged);
      assertThatThrownBy(() -> Npy.readMatrix(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(file.toString())
          .hasMessageNotContaining("\n");
    } finally {
      Files.delete(file);
    }
  }
}

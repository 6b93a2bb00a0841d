package io.gravmf.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {

  static Path fixture(String name) {
    return Path.of("src/test/resources/io/gravmf/format").resolve(name);
  }

  @Test
  void numPysMatricesAreRead() {
    float[] expected = {1.5f, -2.25f, 3e-40f, Float.POSITIVE_INFINITY, 0.1f, -0.0f};
    for (String name :
        List.of("matrix_f4.npy", "matrix_f4_big_v2.npy", "matrix_f8_v3.npy", "matrix_f8_big.npy")) {
      FloatMatrix matrix = Npy.readMatrix(fixture(name));
      assertThat(matrix.rows()).isEqualTo(2);
      assertThat(matrix.values()).containsExactly(expected);
    }
    FloatMatrix empty = Npy.readMatrix(fixture("matrix_empty.npy"));
    assertThat(empty.rows()).isZero();
    assertThat(empty.columns()).isEqualTo(5);
  }

  @Test
  void numPysVectorsAreRead() {
    for (String name : List.of("vector_i4.npy", "vector_i4_big.npy", "vector_i8.npy")) {
      assertThat(Npy.readIntVector(fixture(name))).containsExactly(5, -7, Integer.MAX_VALUE);
      assertThat(Npy.readLongVector(fixture(name))).containsExactly(5, -7, Integer.MAX_VALUE);
    }
    assertThat(Npy.readLongVector(fixture("vector_i8_large.npy"))).containsExactly(1, 1L << 31);
    assertThat(Npy.readDoubleVector(fixture("vector_f8.npy")))
        .containsExactly(0.1, -1e300, Double.MIN_VALUE);
    assertThat(Npy.readDoubleVector(fixture("vector_f4_big.npy")))
        .containsExactly(0.5, (double) -1e30f, Double.POSITIVE_INFINITY);
  }

  @Test
  void nansKeepTheirBits(@TempDir Path folder) {
    float[] values = Npy.readMatrix(fixture("matrix_nan.npy")).values();
    assertThat(Float.floatToRawIntBits(values[0])).isEqualTo(0x7fc00001);
    assertThat(Float.floatToRawIntBits(values[1])).isEqualTo(0xffc12345);
    Path file = folder.resolve("nan.npy");
    Npy.write(file, new FloatMatrix(1, 2, values));
    assertThat(file).hasSameBinaryContentAs(fixture("matrix_nan.npy"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "matrix_fortran.npy~offset 10: found Fortran order, expected C order (numpy.ascontigu",
        "vector_i8.npy~offset 8: found shape [3], expected a matrix",
        "scalar.npy~offset 8: found shape [], expected a matrix",
        "matrix_f8_large.npy~offset 136: found element 1 is 1.0E300, expected a float32",
        "text.npy~offset 10: found type <U1, expected type f4, f8, i4 or i8",
        "record.npy~offset 10: found the header {'descr': [('a', '<i4'), ('b', '<f8')], 'fortran",
        "none.npy~no such file",
        "../format~found a directory, expected a .npy file",
        "two.safetensors~offset 0: found other bytes, expected a .npy file",
      })
  void whatIsNoMatrixIsNamed(String name, String message) {
    assertThatThrownBy(() -> Npy.readMatrix(fixture(name)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(fixture(name) + ": " + message);
  }

  @Test
  void whatIsNoIntVectorIsNamed() {
    assertThatThrownBy(() -> Npy.readIntVector(fixture("matrix_f4.npy")))
        .hasMessageEndingWith("found shape [2, 3], expected a vector (array.reshape gives it)");
    assertThatThrownBy(() -> Npy.readIntVector(fixture("vector_f8.npy")))
        .hasMessageEndingWith("found type <f8, expected int32 or int64 (array.astype gives it)");
    assertThatThrownBy(() -> Npy.readIntVector(fixture("vector_i8_large.npy")))
        .hasMessageEndingWith("offset 136: found element 1 is 2147483648, expected an int32");
  }

  /** As NumPy pads a header, but longer than any: no part of it may be looked at twice. */
  @Test
  void aHeaderOfBlanksIsParsedInOnePass() {
    String start = "{'descr': '<f4', 'fortran_order': False, 'shape': (7, 3)";
    assertThat(NpyHeader.parse(start + " ".repeat(65_000) + "}")).isPresent();
    assertThat(NpyHeader.parse(start + " ".repeat(65_000))).isEmpty();
    assertThat(NpyHeader.parse(start + ", }" + " ".repeat(65_000) + "x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (7, 3), 'more': True}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (7, 3)}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (7, 3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (7 3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-7, 3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1234567890123456789, 3)}",
        "{'descr': <f4, 'fortran_order': False, 'shape': (7, 3)}",
        "{'descr: '<f4', 'fortran_order': False, 'shape': (7, 3)}",
      })
  void whatIsNoHeaderIsNone(String text) {
    assertThat(NpyHeader.parse(text)).isEmpty();
  }

  @Test
  void aHeaderIsWhateverPythonMakesOfIt() {
    NpyHeader header =
        NpyHeader.parse("{\"shape\" :(3L ,), 'fortran_order':True,'descr' : '>i8',}").orElseThrow();
    assertThat(header.descr()).isEqualTo(">i8");
    assertThat(header.fortranOrder()).isTrue();
    assertThat(header.shape()).containsExactly(3);
  }

  /** A claim of terabytes must not cost memory. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(999999999999, 1)",
        "(2147483647, 2147483647)",
        "(2, 4)",
        "(2,)",
        "(1, -6)",
        "(2 3)",
        "(,)"
      })
  void shapesThatTheDataDoesNotHaveAreRefused(String shape, @TempDir Path folder)
      throws IOException {
    String text =
        new String(Files.readAllBytes(fixture("matrix_f4.npy")), StandardCharsets.ISO_8859_1);
    int length = text.length();
    text = text.replace("(2, 3)", shape).replaceFirst(" +\n", "\n");
    text = text.replaceFirst("\n", " ".repeat(length - text.length()) + "\n");
    Path file = folder.resolve("x.npy");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Npy.readMatrix(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": offset ");
  }

  @Test
  void whatIsWrittenIsNumPysOwnFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("x.npy");
    for (String name : List.of("matrix_f4.npy", "matrix_empty.npy")) {
      Npy.write(file, Npy.readMatrix(fixture(name)));
      assertThat(file).hasSameBinaryContentAs(fixture(name));
    }
    Npy.write(file, Npy.readIntVector(fixture("vector_i4.npy")));
    assertThat(file).hasSameBinaryContentAs(fixture("vector_i4.npy"));
    Npy.write(file, Npy.readLongVector(fixture("vector_i8_large.npy")));
    assertThat(file).hasSameBinaryContentAs(fixture("vector_i8_large.npy"));
    Npy.write(file, Npy.readDoubleVector(fixture("vector_f8.npy")));
    assertThat(file).hasSameBinaryContentAs(fixture("vector_f8.npy"));
  }

  /** More than a block, so that the last one is partly filled. */
  @Test
  void longVectorsAreTheSameAfterwards(@TempDir Path folder) {
    Path file = folder.resolve("x.npy");
    int[] values = new Random(1).ints(100_001).toArray();
    Npy.write(file, values);
    assertThat(Npy.readIntVector(file)).isEqualTo(values);
    double[] wide = new Random(2).doubles(50_001).toArray();
    Npy.write(file, wide);
    assertThat(Npy.readDoubleVector(file)).isEqualTo(wide);
    FloatMatrix matrix = FloatMatrix.zeros(1001, 99);
    matrix.values()[1001 * 99 - 1] = 7;
    Npy.write(file, matrix);
    assertThat(Npy.readMatrix(file).values()).isEqualTo(matrix.values());
  }

  @Property(tries = 100)
  void writingAndReadingAMatrixIsTheIdentityToTheBit(
      @ForAll @IntRange(min = 0, max = 9) int rows,
      @ForAll @IntRange(min = 0, max = 9) int columns,
      @ForAll Random random)
      throws IOException {
    FloatMatrix any = SafeTensorsTest.anyBits(rows, columns, random);
    Path file = Files.createTempFile("matrix", ".npy");
    try {
      Npy.write(file, any);
      SafeTensorsTest.assertSameBits(Npy.readMatrix(file), any);
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 150)
  void truncationIsAlwaysNamedInOneLine(@ForAll @IntRange(min = 0, max = 151) int length)
      throws IOException {
    byte[] bytes = Arrays.copyOf(Files.readAllBytes(fixture("matrix_f4.npy")), length);
    Path file = Files.createTempFile("damaged", ".npy");
    try {
      Files.write(file, bytes);
      assertThatThrownBy(() -> Npy.readMatrix(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(file + ": offset ");
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 400)
  void damageNeverGivesAnotherFailure(
      @ForAll @IntRange(min = 1, max = 8) int changes,
      @ForAll("fixtures") String name,
      @ForAll Random random)
      throws IOException {
    byte[] bytes = Files.readAllBytes(fixture(name));
    for (int k = 0; k < changes; k++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    Path file = Files.createTempFile("damaged", ".npy");
    try {
      Files.write(file, bytes);
      readAny(file, name);
    } catch (InvalidInputException named) {
      assertThat(named.getMessage()).startsWith(file + ": offset ");
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<String> fixtures() {
    return Arbitraries.of(
        "matrix_f4.npy", "matrix_f4_big_v2.npy", "matrix_f8_v3.npy", "vector_i8.npy");
  }

  private static void readAny(Path file, String name) {
    if (name.startsWith("matrix")) {
      Npy.readMatrix(file);
    } else {
      Npy.readIntVector(file);
    }
  }
}

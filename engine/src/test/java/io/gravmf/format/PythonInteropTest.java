package io.gravmf.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gravmf.data.FloatMatrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Python reads what is written here, bit by bit. The interpreter is {@code $GRAVMF_PYTHON} or else
 * {@code python3}; where it has no NumPy, these tests skip.
 */
class PythonInteropTest {

  private static final String PYTHON = System.getenv().getOrDefault("GRAVMF_PYTHON", "python3");

  @TempDir Path folder;

  private final Random random = new Random(7);

  @BeforeAll
  static void requireNumPy() throws InterruptedException {
    String reason = "skipped: " + PYTHON + " with numpy is not there (set GRAVMF_PYTHON to one)";
    try {
      Process process =
          new ProcessBuilder(PYTHON, "-c", "import numpy").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      if (process.waitFor() == 0) {
        return;
      }
    } catch (IOException noPython) {
      reason += ": " + noPython.getMessage();
    }
    System.out.println(reason);
    abort(reason);
  }

  private static List<String> describe(Path... files) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON, "src/test/python/describe_files.py"));
    for (Path file : files) {
      command.add(file.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).describedAs(output).isZero();
    return output.lines().toList();
  }

  /** The line that the script prints of an array. */
  private static String line(String name, String type, String shape, ByteBuffer content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content.clear());
      return String.join(" ", name, type, shape, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String line(String name, FloatMatrix matrix) {
    ByteBuffer content = little(matrix.values().length * Float.BYTES);
    for (float value : matrix.values()) {
      content.putInt(Float.floatToRawIntBits(value));
    }
    return line(name, "<f4", matrix.rows() + "x" + matrix.columns(), content);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void numPyReadsOurArrays() throws Exception {
    FloatMatrix matrix = SafeTensorsTest.anyBits(37, 11, random);
    FloatMatrix empty = FloatMatrix.zeros(4, 0);
    int[] ints = random.ints(70_000).toArray();
    long[] longs = {Long.MIN_VALUE, -1, 1L << 53};
    double[] doubles = {0.1, Double.MIN_VALUE, Double.NEGATIVE_INFINITY};
    Path[] files = new Path[5];
    for (int k = 0; k < files.length; k++) {
      files[k] = folder.resolve(k + ".npy");
    }
    Npy.write(files[0], matrix);
    Npy.write(files[1], empty);
    Npy.write(files[2], ints);
    Npy.write(files[3], longs);
    Npy.write(files[4], doubles);
    ByteBuffer intBytes = little(ints.length * Integer.BYTES);
    intBytes.asIntBuffer().put(ints);
    ByteBuffer longBytes = little(longs.length * Long.BYTES);
    longBytes.asLongBuffer().put(longs);
    ByteBuffer doubleBytes = little(doubles.length * Double.BYTES);
    doubleBytes.asDoubleBuffer().put(doubles);
    assertThat(describe(files))
        .containsExactly(
            line("array", matrix),
            line("array", empty),
            line("array", "<i4", "70000", intBytes),
            line("array", "<i8", "3", longBytes),
            line("array", "<f8", "3", doubleBytes));
  }

  @Test
  void safetensorsReadsOurTensors() throws Exception {
    Map<String, FloatMatrix> tensors = new LinkedHashMap<>();
    tensors.put("user_emb.weight", SafeTensorsTest.anyBits(70_001, 3, random));
    tensors.put("movie_emb.weight", SafeTensorsTest.anyBits(1, 3, random));
    tensors.put("empty", FloatMatrix.zeros(0, 3));
    Path file = folder.resolve("x.safetensors");
    new SafeTensors(tensors, Map.of("format", "pt", "\u00e9", "\"\n")).write(file);
    assertThat(describe(file))
        .containsExactly(
            line("empty", tensors.get("empty")),
            line("movie_emb.weight", tensors.get("movie_emb.weight")),
            line("user_emb.weight", tensors.get("user_emb.weight")));
  }

  @Test
  void tensorBoardReadsOurEvents() throws Exception {
    Path file;
    try (TensorBoardWriter writer = new TensorBoardWriter(folder, 1700000000.5)) {
      file = writer.file();
      writer.scalar(1700000001.25, 1L << 40, "train/mse", 0.375);
      writer.scalar(1700000002, 0, "m\u00e9an", -2);
    }
    List<String> found = describe(file);
    if (found.equals(List.of("unread " + file))) {
      String reason = "skipped: " + PYTHON + " has no package tensorboard";
      System.out.println(reason);
      abort(reason);
    }
    assertThat(found)
        .containsExactly(
            "1700000001.25 1099511627776 train/mse 0.375", "1700000002.0 0 m\u00e9an -2.0");
  }
}

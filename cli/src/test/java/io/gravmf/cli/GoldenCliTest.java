package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gravmf.format.Npy;
import io.gravmf.format.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A golden trajectory through the command line, on both CPU implementations. */
public class GoldenCliTest {

  public static Path shared(String relative) {
    String variable = System.getenv("GRAVMF_SHARED");
    Path root = variable != null ? Path.of(variable) : Path.of("..", "..", "shared");
    Path path = root.resolve(relative);
    if (!Files.exists(path)) {
      String reason = "skipped: " + path + " is not there (set GRAVMF_SHARED to its folder)";
      System.out.println(reason);
      abort(reason);
    }
    return path;
  }

  private static Map<String, double[]> rows(Path csv) throws IOException {
    Map<String, double[]> rows = new HashMap<>();
    List<String> lines = Files.readAllLines(csv);
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      double[] values = new double[fields.length - 1];
      for (int k = 0; k < values.length; k++) {
        values[k] = Double.parseDouble(fields[k + 1]);
      }
      rows.put(fields[0], values);
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu-plain", "cpu-vector"})
  void smallModelsFollowPyTorch(String device, @TempDir Path folder) throws IOException {
    Path golden = shared("golden/small-d8");
    Path history = folder.resolve("history.csv");
    Path model = folder.resolve("model");
    Run.of(
            "train",
            "--ratings",
            shared("data/ml-100k/u.data"),
            "--dim",
            8,
            "--epochs",
            400,
            "--print-every",
            1,
            "--device",
            device,
            "--init-user",
            golden.resolve("init_user.npy"),
            "--init-item",
            golden.resolve("init_movie.npy"),
            "--permutation",
            golden.resolve("permutation.npy"),
            "--history",
            history,
            "--out",
            model,
            "--quiet")
        .requireOk();
    Map<String, double[]> found = rows(history);
    Map<String, double[]> expected = rows(golden.resolve("trajectory.csv"));
    assertThat(found.keySet()).containsAll(expected.keySet());
    expected.forEach(
        (epoch, row) -> {
          for (int k = 0; k < row.length; k++) {
            assertThat(Math.abs(found.get(epoch)[k] / row[k] - 1))
                .as("epoch %s, column %d", epoch, k + 1)
                .isLessThan(1e-5);
          }
        });
    Path tensors = model.resolve("model.safetensors");
    SafeTensors file = SafeTensors.read(tensors);
    assertClose(
        file.require(tensors.toString(), "user_emb.weight").values(),
        Npy.readMatrix(golden.resolve("final_user.npy")).values());
    assertClose(
        file.require(tensors.toString(), "movie_emb.weight").values(),
        Npy.readMatrix(golden.resolve("final_movie.npy")).values());
  }

  private static void assertClose(float[] found, float[] expected) {
    double difference = 0;
    double norm = 0;
    for (int k = 0; k < expected.length; k++) {
      difference += Math.pow(found[k] - (double) expected[k], 2);
      norm += (double) expected[k] * expected[k];
    }
    assertThat(Math.sqrt(difference / norm)).isLessThan(1e-5);
  }
}

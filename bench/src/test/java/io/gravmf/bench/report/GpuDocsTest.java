package io.gravmf.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents' figures of GPUs come from the results of runs and from nothing else. */
class GpuDocsTest {

  private static final Path PROJECT = Path.of("..");

  @TempDir private Path root;

  @BeforeEach
  void copy() throws IOException {
    for (String file :
        List.of(
            "README.md",
            "docs/gpu.md",
            "bench/fill-gpu-docs.sh",
            "bench/gpu-table.awk",
            "bench/gpu-predictions.csv")) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.copy(PROJECT.resolve(file), root.resolve(file));
    }
  }

  private void results(String name, String gpu) throws IOException {
    Path folder = Files.createDirectories(root.resolve("bench/results/" + name));
    Files.writeString(
        folder.resolve("README.md"), "# Acceptance on " + gpu + ", 2030-01-02\n\nmore\n");
    Files.writeString(
        folder.resolve("machine.json"), "{\"gpu\": \"" + gpu + ", GPU-1, 580.65.06, 81559 MiB\"}");
    Files.writeString(
        folder.resolve("results.csv"),
        String.join(
            "\n",
            "step,state,words,figures",
            "times: d=100 graph,passed,\"the device spent 0.050 s on them, 0.0250 ms each (graph)\",\"null\"",
            "times: d=100 persistent,passed,\"the device spent 0.037 s on them, 0.0185 ms each (a)\",\"null\"",
            "times: d=256 graph,passed,\"the device spent 3 s on them, 1.5000 ms each (graph)\",\"null\"",
            "sanitizer: racecheck stream,failed,\"exit code 9, see \"\"x.txt\"\"\",\"null\"\n"));
  }

  private String fill() throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder("bash", root.resolve("bench/fill-gpu-docs.sh").toString());
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private String text(String file) throws IOException {
    return Files.readString(root.resolve(file));
  }

  @Test
  void whatStandsInTheDocumentsIsWhatTheResultsGive() throws IOException, InterruptedException {
    Path results = PROJECT.resolve("bench/results");
    try (var folders = Files.list(results)) {
      for (Path folder :
          folders.filter(each -> Files.exists(each.resolve("machine.json"))).toList()) {
        Path copy =
            Files.createDirectories(root.resolve("bench/results").resolve(folder.getFileName()));
        for (String file : List.of("README.md", "machine.json", "results.csv")) {
          if (Files.exists(folder.resolve(file))) {
            Files.copy(folder.resolve(file), copy.resolve(file));
          }
        }
      }
    }
    fill();
    assertThat(text("docs/gpu.md")).isEqualTo(Files.readString(PROJECT.resolve("docs/gpu.md")));
    assertThat(text("README.md")).isEqualTo(Files.readString(PROJECT.resolve("README.md")));
  }

  @Test
  void aRunOnAGpuIsShownBesideWhatWasPredicted() throws IOException, InterruptedException {
    results("nvidia-h100-2030-01-02", "NVIDIA H100 80GB HBM3");
    fill();
    assertThat(text("docs/gpu.md"))
        .contains("**NVIDIA H100 80GB HBM3, 2030-01-02**, driver 580.65.06")
        .contains("| times: d=100 persistent | 18–21 µs | 18.5 µs |\n")
        .contains("| times: d=256 graph |  | 1.50 ms |\n")
        .contains("| sanitizer: racecheck stream |  | failed: exit code 9, see \"x.txt\" |\n");
    assertThat(text("README.md"))
        .contains(
            "Measured on NVIDIA H100 80GB HBM3, 2030-01-02: 18.5 µs an epoch of MovieLens-100K"
                + " at d = 100 (persistent)")
        .doesNotContain("No real GPU");
  }

  @Test
  void theTestDoubleIsNotQuoted() throws IOException, InterruptedException {
    fill();
    String before = text("docs/gpu.md");
    results("emulated-2030-01-02", "gravmf emulated device");
    assertThat(fill()).contains("whose times mean nothing");
    assertThat(text("docs/gpu.md")).isEqualTo(before);
  }

  /** What is held against results is what the table of predictions says. */
  @Test
  void thePredictionsAreThoseOfTheTable() throws IOException {
    List<String> predictions =
        text("bench/gpu-predictions.csv")
            .lines()
            .filter(line -> line.contains("times: d=100 persistent"))
            // What was predicted of kernels that have run stays beside their results.
            .filter(line -> !line.contains("earlier"))
            .map(line -> line.replaceAll(".*,(\\d+),(\\d+)$", "$1–$2"))
            .toList();
    assertThat(text("docs/gpu.md"))
        .contains("| `persistent`, now | " + String.join(" | ", predictions) + " |");
  }
}

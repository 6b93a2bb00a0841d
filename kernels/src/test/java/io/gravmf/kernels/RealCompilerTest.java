package io.gravmf.kernels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the kernels for a real GPU, wherever {@code nvcc} is, and reads what ptxas reports. */
class RealCompilerTest {

  private static final Path SOURCES = Path.of("src/main/cuda").toAbsolutePath();
  private static final Path TABLE = Path.of("../docs/gpu.md");

  private static final List<String> FAMILIES =
      List.of(
          "sparse",
          "update",
          "persistent",
          "validation",
          "dense_gravity",
          "normal",
          "solve",
          "draw_parts",
          "draw",
          "conjugate",
          "weighted_sparse");

  private static String nvcc;
  private static String report;

  /** One pass for all tests: it takes some seconds. */
  @BeforeAll
  static void compile(@TempDir Path folder) throws IOException, InterruptedException {
    try {
      nvcc = run(List.of("nvcc", "--version"));
    } catch (IOException missing) {
      System.out.println("skipped: there is no nvcc to compile the kernels for a real GPU");
      abort("there is no nvcc");
    }
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".cu")).sorted().toList()) {
        all.append("#include \"").append(file.getFileName()).append("\"\n");
      }
    }
    Path source = Files.writeString(folder.resolve("gravmf.cu"), all);
    report =
        run(
            List.of(
                "nvcc",
                "-std=c++17",
                "-I" + SOURCES,
                "-gencode",
                "arch=compute_75,code=sm_90",
                "-Xptxas",
                "-v",
                "-cubin",
                "-o",
                folder.resolve("gravmf.cubin").toString(),
                source.toString()));
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** Entry point to (bytes spilled, registers), in the order of their names. */
  private static Map<String, int[]> kernels() {
    Matcher matcher =
        Pattern.compile(
                "Compiling entry function '(\\w+)'[^\\n]*\\n[^\\n]*\\n\\s*\\d+ bytes stack frame, "
                    + "(\\d+) bytes spill stores[^\\n]*\\n[^\\n]*Used (\\d+) registers")
            .matcher(report);
    Map<String, int[]> kernels = new TreeMap<>();
    while (matcher.find()) {
      kernels.put(
          matcher.group(1),
          new int[] {Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))});
    }
    return kernels;
  }

  @Test
  void noKernelSpillsRegisters() {
    assertThat(kernels()).hasSizeGreaterThan(50);
    kernels().forEach((name, figures) -> assertThat(figures[0]).as(name).isZero());
  }

  /** Other versions of the compiler allocate otherwise, so the table is held to one. */
  @Test
  void theDocumentedRegistersAreWhatTheCompilerUses() throws IOException {
    if (!nvcc.contains("release 13.0")) {
      System.out.println("skipped: docs/gpu.md has the registers of nvcc 13.0, here is another");
      abort("another nvcc");
    }
    List<String> rows = new ArrayList<>();
    String[] widths = {"16", "32", "64", "128", "256", "512", "1024"};
    Map<String, int[]> kernels = kernels();
    for (String family : FAMILIES) {
      StringBuilder row = new StringBuilder("| `gravmf_" + family + "_D` |");
      for (String width : widths) {
        int[] figures = kernels.remove("gravmf_" + family + "_" + width);
        row.append(' ').append(figures == null ? "–" : figures[1]).append(" |");
      }
      rows.add(row.toString());
    }
    StringBuilder rest = new StringBuilder();
    kernels.forEach(
        (name, figures) ->
            rest.append(rest.isEmpty() ? "" : ", ")
                .append(name.replace("gravmf_", ""))
                .append(' ')
                .append(figures[1]));
    List<String> documented = Files.readAllLines(TABLE);
    assertThat(documented.stream().filter(line -> line.matches("\\| `gravmf_\\w+_D` .*")))
        .containsExactlyElementsOf(rows);
    String text = String.join(" ", documented);
    int others = text.indexOf("Others: ");
    assertThat(text.substring(others, text.indexOf('.', others))).isEqualTo("Others: " + rest);
  }
}

package io.gravmf.kernels;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be true of the PTX that ships. */
class PtxTest {

  private static final Map<String, String> BODIES = new TreeMap<>();

  @BeforeAll
  static void read() {
    BODIES.putAll(bodies(new String(KernelImages.ptx(), US_ASCII)));
  }

  /** Entry points and the text of each. */
  static Map<String, String> bodies(String ptx) {
    Map<String, String> bodies = new TreeMap<>();
    for (String part : ptx.split("(?=\\.(?:visible )?\\.?entry )", -1)) {
      Matcher name = Pattern.compile("^\\.(?:visible )?\\.?entry (gravmf_\\w+)").matcher(part);
      if (name.find()) {
        bodies.put(name.group(1), part);
      }
    }
    return bodies;
  }

  private static long count(String body, String instruction) {
    return Pattern.compile(instruction).matcher(body).results().count();
  }

  @Test
  void everyKernelIsThere() {
    assertThat(BODIES).hasSizeGreaterThan(70);
  }

  /**
   * The read-only path may give what was there before the launch, and kernels that work in place or
   * meet in the middle read what they have written.
   */
  @Test
  void nothingIsLoadedByTheReadOnlyPathWhereTheLaunchWrites() {
    BODIES.forEach((name, body) -> assertThat(readOnlyLoads(body)).as(name).isZero());
  }

  static long readOnlyLoads(String body) {
    return count(body, "ld\\.global(\\.\\w+)*\\.nc");
  }

  @Test
  void nothingIsInLocalMemory() {
    BODIES.forEach((name, body) -> assertThat(localMemory(body)).as(name).isZero());
  }

  static long localMemory(String body) {
    return count(body, "\\.local|(ld|st)\\.local");
  }

  /**
   * Rows of factors, partials and Gram matrices go by 16 bytes; single floats are ratings, bounds,
   * and what the loss adds up, which is in the persistent kernel twice: once would spill on 9.0.
   */
  @ParameterizedTest
  @CsvSource({"sparse, 1", "validation, 1", "conjugate, 8", "persistent, 60", "update, 100"})
  void rowsGoByVectorsOfFour(String family, long single) {
    BODIES.forEach(
        (name, body) -> {
          if (name.matches("gravmf_" + family + "_\\d+")) {
            assertThat(vectorLoads(body)).as(name).isGreaterThanOrEqualTo(4);
            assertThat(scalarFloatLoads(body)).as(name).isLessThanOrEqualTo(single);
          }
        });
  }

  static long vectorLoads(String body) {
    return count(body, "ld\\.global(\\.\\w+)*\\.v4\\.(f32|b32|u32)");
  }

  private static long scalarFloatLoads(String body) {
    return count(body, "ld\\.global(\\.cs)?\\.(f32|b32) ");
  }

  /** Double precision is for sums that are long, of squares and losses, and for lost pivots. */
  @Test
  void doublesAreMultipliedOnlyWhereSumsAreLong() throws IOException {
    String mayMultiply = Files.readString(Path.of("src/main/cuda/doubles.regex")).strip();
    BODIES.forEach(
        (name, body) -> {
          if (!name.matches(mayMultiply)) {
            assertThat(count(body, "(mul|fma|div|sqrt)(\\.rn)?\\.f64")).as(name).isZero();
          }
        });
  }

  /** A rating's error is squared in double; its dot product and its gradient are not. */
  @Test
  void theSparsePassMultipliesNoDoublesButTheSquaredErrors() {
    BODIES.forEach(
        (name, body) -> {
          if (name.matches("gravmf_sparse_\\d+")) {
            assertThat(count(body, "(mul|fma)(\\.rn)?\\.f64")).as(name).isOne();
          }
        });
  }

  /**
   * Drivers compile the PTX for whatever device there is: the oldest and the newest that ptxas
   * knows. The kernels' build has compiled it for 7.5, and their sources for all between.
   */
  @ParameterizedTest
  @ValueSource(ints = {75, 121})
  void assemblesForEveryTarget(int capability, @TempDir Path folder)
      throws IOException, InterruptedException {
    Path ptx = Files.write(folder.resolve("gravmf.ptx"), withoutEnd(KernelImages.ptx()));
    Process process;
    try {
      // Without optimisation: it takes a tenth of the time and refuses the same.
      process =
          new ProcessBuilder(
                  "ptxas",
                  "-O0",
                  "-arch=sm_" + capability,
                  "-o",
                  folder.resolve("gravmf.cubin").toString(),
                  ptx.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException missing) {
      System.out.println("skipped: there is no ptxas to assemble the PTX");
      abort("there is no ptxas");
      return;
    }
    String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static byte[] withoutEnd(byte[] text) {
    int end = text.length;
    while (end > 0 && text[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(text, end);
  }

  /**
   * What JCuda imports is declared by the toolkit that is here. Profiling and OpenGL have headers
   * of their own, and nothing here calls them.
   */
  @Test
  void theToolkitDeclaresWhatJcudaImports() throws IOException {
    Path header = Path.of("/usr/local/cuda/include/cuda.h");
    if (!Files.exists(header)) {
      System.out.println("skipped: there is no " + header);
      abort("there is no header of CUDA");
    }
    Set<String> declared =
        Pattern.compile("\\bcu[A-Z]\\w+")
            .matcher(Files.readString(header))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    assertThat(Files.readAllLines(Path.of("src/test/emulator/driver/symbols.txt")))
        .filteredOn(symbol -> !symbol.matches("cuGL\\w+|cuProfilerInitialize"))
        .allMatch(symbol -> declared.contains(symbol.replaceAll("_v\\d+$", "")));
  }

  /** Each of these checks sees a planted change. */
  @Test
  void aPlantedChangeIsSeen() {
    String body = BODIES.get("gravmf_update_128");
    assertThat(readOnlyLoads(body.replaceFirst("ld\\.global\\.v4", "ld.global.nc.v4"))).isOne();
    assertThat(localMemory(body + "\n.local .align 16 .b8 __local_depot0[64];")).isPositive();
    assertThat(vectorLoads(body.replaceAll("ld\\.global\\.v4\\.", "ld.global."))).isZero();
  }
}

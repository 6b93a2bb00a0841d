package io.gravmf.kernels;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the machine code that ships takes of a multiprocessor, as ptxas has said while it was made,
 * against what the documents state.
 */
class KernelResourcesTest {

  private static final Path RESOURCES = Path.of("src/main/resources/io/gravmf/kernels/gravmf.tsv");
  private static final Path DOCUMENT = Path.of("../docs/gpu.md");

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

  /**
   * What a multiprocessor holds at most ("Technical specifications per compute capability" in the
   * CUDA programming guide). All have 65 536 registers, given to warps 256 at a time.
   *
   * @param shared bytes of shared memory
   * @param reserved bytes of it that each block takes beside its own
   */
  private record Limits(int blocks, int warps, int shared, int reserved) {}

  private static final Map<String, Limits> MULTIPROCESSORS =
      new TreeMap<>(
          Map.of(
              "75", new Limits(16, 32, 64 << 10, 0),
              "80", new Limits(32, 64, 164 << 10, 1 << 10),
              "86", new Limits(16, 48, 100 << 10, 1 << 10),
              "89", new Limits(24, 48, 100 << 10, 1 << 10),
              "90", new Limits(32, 64, 228 << 10, 1 << 10),
              "100", new Limits(32, 64, 228 << 10, 1 << 10),
              "120", new Limits(24, 48, 100 << 10, 1 << 10)));

  private static final List<String> ARCHITECTURES =
      List.of("75", "80", "86", "89", "90", "100", "120");

  private record Use(int registers, int spilled, int shared) {}

  private static final Map<String, Map<String, Use>> USES = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    List<String> lines = Files.readAllLines(RESOURCES);
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", -1);
      USES.computeIfAbsent(fields[0], architecture -> new TreeMap<>())
          .put(
              fields[1],
              new Use(
                  Integer.parseInt(fields[2]),
                  Integer.parseInt(fields[3]),
                  Integer.parseInt(fields[4])));
    }
  }

  /** Returns the threads of a block that each kernel takes at most. */
  static Map<String, Integer> mostThreads() {
    Map<String, Integer> threads = new HashMap<>();
    Matcher matcher =
        Pattern.compile("\\.entry (gravmf_\\w+)\\([^)]*\\)\\s*\\.maxntid (\\d+)")
            .matcher(new String(KernelImages.ptx(), US_ASCII));
    while (matcher.find()) {
      threads.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }
    return threads;
  }

  /** Returns how many blocks a multiprocessor holds at a time. */
  private static int blocks(String architecture, Use use, int threads, int dynamicShared) {
    Limits limits = MULTIPROCESSORS.get(architecture);
    int warps = (threads + 31) / 32;
    int registersOfWarp = (use.registers() * 32 + 255) / 256 * 256;
    int shared = use.shared() + dynamicShared + limits.reserved();
    int byShared = shared == 0 ? Integer.MAX_VALUE : limits.shared() / shared;
    return Math.min(
        Math.min(limits.blocks(), limits.warps() / warps),
        Math.min((65_536 / registersOfWarp) / warps, byShared));
  }

  @Test
  void everyKernelIsThereForEveryArchitecture() {
    assertThat(USES.keySet()).containsExactlyInAnyOrderElementsOf(ARCHITECTURES);
    USES.values()
        .forEach(kernels -> assertThat(kernels.keySet()).isEqualTo(mostThreads().keySet()));
  }

  /** None on 9.0; those elsewhere are named, and of few registers. */
  @Test
  void whatSpillsRegistersIsDocumented() throws IOException {
    List<String> spills = new ArrayList<>();
    for (String architecture : ARCHITECTURES) {
      USES.get(architecture)
          .forEach(
              (name, use) -> {
                if (use.spilled() > 0) {
                  String version = architecture.replaceFirst("(\\d)$", ".$1");
                  spills.add(
                      name.replace("gravmf_", "") + " " + use.spilled() + " (" + version + ")");
                }
              });
    }
    assertThat(spills).noneMatch(spill -> spill.endsWith("(9.0)"));
    String text = String.join(" ", Files.readAllLines(DOCUMENT));
    assertThat(text).contains("Bytes spilled elsewhere: " + String.join(", ", spills) + ".");
  }

  /** A block of the most threads that a kernel says it takes can be launched anywhere. */
  @Test
  void everyKernelFitsAMultiprocessor() {
    mostThreads()
        .forEach(
            (name, threads) ->
                USES.forEach(
                    (architecture, kernels) ->
                        assertThat(blocks(architecture, kernels.get(name), threads, 0))
                            .as(architecture + " " + name)
                            .isPositive()));
  }

  /** The documents' table of registers is of 9.0. */
  @Test
  void theDocumentedRegistersAreWhatTheCompilerUses() throws IOException {
    List<String> rows = new ArrayList<>();
    String[] widths = {"16", "32", "64", "128", "256", "512", "1024"};
    Map<String, Use> kernels = new TreeMap<>(USES.get("90"));
    for (String family : FAMILIES) {
      StringBuilder row = new StringBuilder("| `gravmf_" + family + "_D` |");
      for (String width : widths) {
        Use use = kernels.remove("gravmf_" + family + "_" + width);
        row.append(' ').append(use == null ? "–" : use.registers()).append(" |");
      }
      rows.add(row.toString());
    }
    StringBuilder rest = new StringBuilder();
    kernels.forEach(
        (name, use) ->
            rest.append(rest.isEmpty() ? "" : ", ")
                .append(name.replace("gravmf_", ""))
                .append(' ')
                .append(use.registers()));
    List<String> documented = Files.readAllLines(DOCUMENT);
    assertThat(documented.stream().filter(line -> line.matches("\\| `gravmf_\\w+_D` .*")))
        .containsExactlyElementsOf(rows);
    String text = String.join(" ", documented);
    int others = text.indexOf("Others: ");
    assertThat(text.substring(others, text.indexOf('.', others))).isEqualTo("Others: " + rest);
  }

  /** Each row names a kernel, its threads and dynamic shared memory, and then blocks. */
  @Test
  void theDocumentedBlocksAreWhatRegistersThreadsAndSharedMemoryGive() throws IOException {
    Pattern row = Pattern.compile("\\| `(gravmf_\\w+)`, (\\d+) threads, (\\d+) bytes \\|(.*)");
    List<String> rows = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      Matcher matcher = row.matcher(line);
      if (matcher.matches()) {
        rows.add(line);
        int threads = Integer.parseInt(matcher.group(2));
        assertThat(threads).isLessThanOrEqualTo(mostThreads().get(matcher.group(1)));
        StringBuilder again = new StringBuilder(line.substring(0, matcher.start(4)));
        for (String architecture : ARCHITECTURES) {
          Use use = USES.get(architecture).get(matcher.group(1));
          int blocks = blocks(architecture, use, threads, Integer.parseInt(matcher.group(3)));
          again.append(' ').append(blocks).append(" |");
        }
        expected.add(again.toString());
      }
    }
    assertThat(rows).hasSizeGreaterThan(5).isEqualTo(expected);
  }
}

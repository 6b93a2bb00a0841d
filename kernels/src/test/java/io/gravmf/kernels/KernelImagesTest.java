package io.gravmf.kernels;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelImagesTest {

  private static final Path SOURCES = Path.of("src/main/cuda");
  private static final Path CHECKED_IN = Path.of("src/main/resources/io/gravmf/kernels");

  @Test
  void theCheckedInKernelsAreMadeOfTheSources() throws IOException {
    Map<String, String> compiled = new TreeMap<>();
    for (String line : Files.readAllLines(CHECKED_IN.resolve("gravmf.sources"))) {
      compiled.put(line.substring(66), line.substring(0, 64));
    }
    Map<String, String> present = new TreeMap<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(KernelImagesTest::isSource).toList()) {
        present.put(file.getFileName().toString(), sha256(file));
      }
    }
    present.put("build-kernels.sh", sha256(Path.of("build-kernels.sh")));

    assertThat(present)
        .as("sources of the compiled kernels: after a change run kernels/build-kernels.sh")
        .isEqualTo(compiled);
  }

  @Test
  void everyEntryPointOfTheInterfaceIsCompiled() throws IOException {
    String ptx = new String(KernelImages.ptx(), US_ASCII);
    Set<String> compiled = new TreeSet<>();
    Matcher entries = Pattern.compile("\\.entry (\\w+)").matcher(ptx);
    while (entries.find()) {
      compiled.add(entries.group(1));
    }
    Set<String> documented = new TreeSet<>();
    String text = Files.readString(SOURCES.resolve("ABI.md"), UTF_8);
    Matcher names =
        Pattern.compile("(?:### |\\| `)(gravmf_\\w+)(?: \\(`(\\w+)`\\))?").matcher(text);
    while (names.find()) {
      documented.addAll(entryPoints(names.group(1), names.group(2)));
    }

    assertThat(compiled).isEqualTo(documented).hasSizeGreaterThan(50);
  }

  /**
   * Returns the kernels of a name in the interface.
   *
   * @param widths what it says beside one that ends in _D, or null
   */
  static List<String> entryPoints(String name, String widths) {
    if (!name.endsWith("_D")) {
      return List.of(name);
    }
    Widths of =
        switch (widths == null ? "WIDTHS" : widths) {
          case "WIDTHS" -> KernelShapes.WIDTHS;
          case "PERSISTENT_WIDTHS" -> KernelShapes.PERSISTENT_WIDTHS;
          case "EXACT_WIDTHS" -> KernelShapes.EXACT_WIDTHS;
          default -> throw new IllegalArgumentException(name + " is of " + widths);
        };
    return of.ascending().stream().map(width -> name.replaceFirst("D$", "" + width)).toList();
  }

  @Test
  void thePtxSaysTheLowestVersionAndEndsWithZero() {
    byte[] ptx = KernelImages.ptx();

    assertThat(ptx[ptx.length - 1]).isZero();
    assertThat(new String(ptx, US_ASCII)).contains(".version 6.3").contains(".target sm_75");
  }

  @Test
  void theFatbinIsOne() {
    byte[] fatbin = KernelImages.fatbin();

    assertThat(HexFormat.of().formatHex(fatbin, 0, 4)).isEqualTo("50ed55ba");
    assertThat(fatbin.length).isLessThan(4 << 20);
  }

  @Test
  void machineCodeServesLaterMinorVersions() {
    assertThat(KernelImages.architectures()).startsWith(75).contains(80, 90, 120).isSorted();
    assertThat(KernelImages.hasMachineCode(8, 7)).isTrue();
    assertThat(KernelImages.hasMachineCode(9, 0)).isTrue();
    assertThat(KernelImages.hasMachineCode(7, 0)).isFalse();
    assertThat(KernelImages.hasMachineCode(13, 0)).isFalse();
    assertThat(KernelImages.lowestArchitecture()).isEqualTo(75);
    assertThat(KernelImages.ptxDriver()).isLessThan(KernelImages.fatbinDriver());
  }

  private static boolean isSource(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".cu") || name.endsWith(".cuh") || name.endsWith(".cpp");
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

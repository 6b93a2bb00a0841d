package io.gravmf.kernels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The numbers of the kernels against the machine code that ships and the interface's text. */
class KernelShapesTest {

  private static final Path INTERFACE = Path.of("src/main/cuda/ABI.md");
  private static final Properties NUMBERS = KernelImages.properties("gravmf.shapes");

  /** A kernel, or all of a name that ends in _D, and beside it the widths, where it says which. */
  private static final Pattern KERNEL =
      Pattern.compile("(?:### |\\| `)(gravmf_\\w+)(?: \\(`(\\w+)`\\))?.*");

  private static int number(String name) {
    return KernelShapes.number(NUMBERS, name);
  }

  /** The most threads that the interface asks for, where it does. */
  private static int threads(String line) {
    Matcher threads = Pattern.compile("`(\\w+)` threads").matcher(line);
    if (threads.find()) {
      return number(threads.group(1));
    }
    Matcher warps = Pattern.compile("`(\\w+)` warps").matcher(line);
    if (warps.find()) {
      return number(warps.group(1)) * number("WARP");
    }
    Matcher square = Pattern.compile("block \\(`(\\w+)`, `(\\w+)`\\)").matcher(line);
    return square.find() ? number(square.group(1)) * number(square.group(2)) : 0;
  }

  @Test
  void everyKernelIsCompiledForTheThreadsThatTheInterfaceNames() throws IOException {
    Map<String, Integer> named = new TreeMap<>();
    List<String> kernels = List.of();
    for (String line : Files.readAllLines(INTERFACE, UTF_8)) {
      Matcher kernel = KERNEL.matcher(line);
      if (kernel.matches()) {
        kernels = KernelImagesTest.entryPoints(kernel.group(1), kernel.group(2));
      }
      int threads = threads(line);
      if (threads > 0) {
        kernels.forEach(name -> named.put(name, threads));
      }
    }

    assertThat(named).hasSizeGreaterThan(60);
    assertThat(KernelResourcesTest.mostThreads()).containsAllEntriesOf(named);
  }

  /** A thread for each tile of the widest row with a bias, in whole warps. */
  @Test
  void exactKernelsAreCompiledForTheirTiles() {
    for (int width : KernelShapes.EXACT_WIDTHS.ascending()) {
      int tiles = (width + 1) / KernelShapes.exactEdge(width) + 1;
      int warps = (tiles * (tiles + 1) / 2 - 1) / KernelShapes.WARP + 1;
      for (String family : List.of("normal", "solve", "draw_parts", "draw")) {
        assertThat(KernelResourcesTest.mostThreads())
            .containsEntry("gravmf_" + family + "_" + width, warps * KernelShapes.WARP);
      }
    }
  }

  @Test
  void theInterfaceAndTheClassHaveTheCompilersNames() throws IOException {
    Set<String> compilers =
        NUMBERS.stringPropertyNames().stream()
            .map(name -> name.replaceFirst("_\\d+$", "_D"))
            .collect(Collectors.toCollection(TreeSet::new));
    String code =
        Pattern.compile("`[^`\\n]+`")
            .matcher(Files.readString(INTERFACE, UTF_8))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.joining("\n"));
    Set<String> documented =
        Pattern.compile("\\b[A-Z][A-Z_]{3,}\\b")
            .matcher(code)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> fields =
        Stream.of(KernelShapes.class.getFields())
            .map(Field::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    fields.addAll(List.of("UPDATE_ROWS_D", "DENSE_ROWS_D", "EXACT_EDGE_D"));

    assertThat(documented).isEqualTo(compilers);
    assertThat(fields).isEqualTo(compilers);
  }

  @Test
  void rowsAndTilesAreKnownOfEveryWidth() {
    for (int width : KernelShapes.WIDTHS.ascending()) {
      assertThat(KernelShapes.updateRows(width)).isPositive();
      assertThat(KernelShapes.denseRows(width)).isPositive();
    }
    assertThat(KernelShapes.WARPS * KernelShapes.WARP).isEqualTo(KernelShapes.BLOCK);
    assertThatThrownBy(() -> KernelShapes.updateRows(17))
        .hasMessage("gravmf.shapes lacks UPDATE_ROWS_17");
  }

  @Test
  void whatIsMissingOrNoNumberIsRefused() {
    Properties numbers = new Properties();
    numbers.setProperty("BLOCK", "-256");
    numbers.setProperty("WIDTHS", "16 many");

    assertThatThrownBy(() -> KernelShapes.number(numbers, "WARP"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("gravmf.shapes lacks WARP");
    assertThatThrownBy(() -> KernelShapes.number(numbers, "BLOCK"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("gravmf.shapes: BLOCK is '-256', expected a number");
    assertThatThrownBy(() -> KernelShapes.widths(numbers, "WIDTHS"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("gravmf.shapes: WIDTHS is 'many', expected a number");
  }

  @Test
  void aWidthServesAllUpToIt() {
    Widths widths = new Widths(List.of(16, 32));

    assertThat(widths.serving(1)).isEqualTo(16);
    assertThat(widths.serving(16)).isEqualTo(16);
    assertThat(widths.serving(17)).isEqualTo(32);
    assertThat(widths.widest()).isEqualTo(32);
    assertThatThrownBy(() -> widths.serving(33))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are kernels for d up to 32, found 33");
  }
}

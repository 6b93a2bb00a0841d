package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that users of other tools had trouble with: each has its right result, or one line with the
 * way out. {@code field-cases.txt} says which.
 */
class FieldCasesTest {

  @TempDir static Path folder;

  private static Path cases;
  private static Path model;

  /** A line of {@code field-cases.txt}. */
  private record Case(String file, List<String> options, String expected) {

    @Override
    public String toString() {
      return file + " " + String.join(" ", options);
    }
  }

  @BeforeAll
  static void train() {
    cases = GoldenCliTest.shared("field-cases");
    model = folder.resolve("model");
    Run.of(
            "train",
            "--ratings",
            cases.resolve("i_base.csv"),
            "--dim",
            2,
            "--epochs",
            2,
            "--out",
            model)
        .requireOk();
  }

  static List<Case> cases() throws IOException {
    List<Case> all = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(FieldCasesTest.class.getResourceAsStream("field-cases.txt")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split("\\|", 3);
          List<String> options =
              parts[1].isBlank() ? List.of() : List.of(parts[1].strip().split(" ", -1));
          all.add(new Case(parts[0].strip(), options, parts[2].strip()));
        }
      }
    }
    return all;
  }

  @Test
  void everyFileIsACase() throws IOException {
    List<String> known = cases().stream().map(Case::file).toList();
    try (Stream<Path> files = Files.list(cases)) {
      assertThat(files.map(file -> file.getFileName().toString())).allMatch(known::contains);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eachHasItsResultOrAWayOut(Case one) throws IOException {
    List<Object> arguments = new ArrayList<>(arguments(one));
    for (String option : one.options) {
      arguments.add(option.startsWith("i_") ? cases.resolve(option) : option);
    }
    Run run = Run.of(arguments.toArray());
    if (one.expected.startsWith("! ")) {
      run.requireRefused(one.expected.substring(2));
      return;
    }
    run.requireOk();
    switch (one.file.charAt(0)) {
      case 'i' -> {
        for (String title : one.expected.split(" ~ ", -1)) {
          assertThat(run.out() + run.err()).contains(title);
        }
      }
      case 'n' -> assertThat(one.expected).isEqualTo("ok");
      case 't' -> {
        List<String> rows = Files.readAllLines(folder.resolve("points.csv"));
        assertThat(rows).hasSize(1 + Integer.parseInt(one.expected));
        assertThat(rows).noneMatch(row -> row.contains("NaN") || row.contains("Infinity"));
      }
      default -> requireFigures(run, one.expected);
    }
  }

  private static List<Object> arguments(Case one) {
    Path file = cases.resolve(one.file);
    if (one.file.startsWith("i_")) {
      return List.of("similar", "--model", model, "--item", 1, "--items", file);
    }
    if (one.file.startsWith("t_")) {
      Path out = folder.resolve("points.csv");
      return List.of("tsne", "--points", file, "--perplexity", 1, "--iterations", 20, "--out", out);
    }
    if (one.file.startsWith("n_")) {
      List<Object> arguments =
          new ArrayList<>(
              List.of("train", "--ratings", cases.resolve("small.csv"), "--dim", 3, "--epochs", 2));
      arguments.addAll(
          one.file.startsWith("n_perm")
              ? List.of("--permutation", file)
              : List.of("--init-user", file, "--init-item", cases.resolve("n_V.npy")));
      return arguments;
    }
    return List.of("describe", "--json", "--ratings", file);
  }

  private static void requireFigures(Run run, String expected) {
    String[] figuresAndNote = expected.split(" ~ ", 2);
    String[] figures = figuresAndNote[0].split(" ", -1);
    assertThat(figure(run, "ratings")).isEqualTo(Double.parseDouble(figures[0]));
    assertThat(figure(run, "users")).isEqualTo(Double.parseDouble(figures[1]));
    assertThat(figure(run, "items")).isEqualTo(Double.parseDouble(figures[2]));
    assertThat(figure(run, "mean")).isCloseTo(Double.parseDouble(figures[3]), within(1e-6));
    if (figuresAndNote.length > 1) {
      assertThat(run.err()).contains(figuresAndNote[1]);
    } else if (!run.err().isEmpty()) {
      assertThat(run.err()).contains("skipped ");
    }
  }

  private static double figure(Run run, String name) {
    Matcher figure = Pattern.compile("\"" + name + "\" ?: ?([-0-9.E]+)").matcher(run.out());
    assertThat(figure.find()).as(run.out()).isTrue();
    return Double.parseDouble(figure.group(1));
  }
}

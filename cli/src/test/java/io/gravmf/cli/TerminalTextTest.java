package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Ids, titles and genres that a terminal would obey are shown to people as text. */
class TerminalTextTest {

  /** A title for the window, red by either set of controls, and text that runs backwards. */
  private static final String EVIL = "\u001b]0;x\u0007\u009b31m\u202e\u2066\b";

  private static final String OBEYED = "(?s).*[\\p{Cc}\\x{2028}-\\x{202E}\\x{2066}-\\x{2069}].*";

  @TempDir Path folder;
  private Path items;
  private Path model;

  @BeforeEach
  void train() throws IOException {
    Path ratings = folder.resolve("r.csv");
    items = folder.resolve("movies.csv");
    model = folder.resolve("model");
    Files.writeString(
        ratings,
        "user,item,rating\n" + "U1,I1,3\nU1,I2,4\nU2,I1,5\nU2,I2,1\n".replaceAll("[UI]", EVIL));
    Files.writeString(
        items,
        "movieId,title,genres\n" + "E1,Star E,A|E\nE2,Star E,E\nE3,none,\n".replaceAll("E", EVIL));
    Run.of("train", "--ratings", ratings, "--dim", 1, "--epochs", 2, "--quiet", "--out", model)
        .requireOk();
  }

  private static void requireText(Run run) {
    assertThat((run.out() + run.err()).lines()).allSatisfy(x -> assertThat(x).doesNotMatch(OBEYED));
    assertThat(run.out() + run.err()).contains("31m");
  }

  @Test
  void tables() {
    String known = EVIL + 1;
    requireText(
        Run.of("recommend", "--model", model, "--user", known, "--items", items).requireOk());
    requireText(Run.of("similar", "--model", model, "--item", known, "--items", items).requireOk());
    requireText(Run.of("genres", "--items", items).requireOk());
  }

  /** Escaped, so that programs read ids as they are. */
  @Test
  void json() {
    Run run =
        Run.of("recommend", "--model", model, "--user", EVIL + 1, "--items", items, "--json")
            .requireOk();
    requireText(run);
    assertThat(new JsonMapper().readTree(run.out()).path("user").asString()).isEqualTo(EVIL + 1);
  }

  @Test
  void messages() {
    requireText(Run.of("recommend", "--model", model, "--user", EVIL));
    requireText(Run.of("similar", "--model", model, "--title", "star", "--items", items));
    requireText(Run.of("describe", "--ratings", "no" + EVIL));
    requireText(Run.of("train", "--dim", EVIL));
  }
}

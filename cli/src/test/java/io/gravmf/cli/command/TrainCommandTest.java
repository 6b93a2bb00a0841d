package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import io.gravmf.cli.SmallData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainCommandTest {

  @TempDir Path folder;
  private Path ratings;
  private Path model;

  @BeforeEach
  void generate() {
    ratings = folder.resolve("u.data");
    model = folder.resolve("model");
    SmallData.generate(folder);
  }

  @Test
  void withoutHeldOutRatingsNothingIsSaidOfThem() throws IOException {
    Path history = folder.resolve("h.csv");
    Path board = folder.resolve("board");
    Run run =
        SmallData.train(ratings, model, "--split", 1, "--history", history, "--tensorboard", board)
            .requireOk();
    assertThat(run.out())
        .containsPattern("(?m)^ +49 +[0-9.]+ +[0-9.]+ +[0-9.]+ +[0-9.]+ +- +- +- +-")
        .contains("no ratings were held out");
    assertThat(Files.readAllLines(history).subList(1, 3)).allMatch(line -> line.endsWith(",,,,"));
    JsonNode json = new JsonMapper().readTree(Files.readString(model.resolve("model.json")));
    assertThat(json.path("training").path("validation_loss").isNull()).isTrue();
    try (Stream<Path> files = Files.list(board)) {
      Path events =
          files
              .filter(file -> file.getFileName().toString().startsWith("events."))
              .findFirst()
              .orElseThrow();
      // The layout of charts names each tag as a pattern.
      assertThat(Files.readString(events, StandardCharsets.ISO_8859_1))
          .contains("mse/train")
          .doesNotContainPattern("/validation(?!\\$)");
    }
  }

  @Test
  void rowsThatWereSolvedAgainAreCounted() {
    List<Object> sweeps =
        List.of("train", "--ratings", ratings, "--optimizer", "als", "--dim", 6, "--sweeps", 2);
    Run plain = Run.of(sweeps, "--json").requireOk();
    JsonNode none = new JsonMapper().readTree(plain.out());
    assertThat(none.path("float64_rows").asLong(-1)).isZero();
    assertThat(none.path("primal_retries").asLong(-1)).isZero();
    assertThat(plain.err()).doesNotContain("solved again");

    // Rows of fewer ratings than factors are not determined.
    Run bare = Run.of(sweeps, "--lambda-r", 0, "--lambda-g", 0, "--json").requireOk();
    long float64 = new JsonMapper().readTree(bare.out()).path("float64_rows").asLong(-1);
    assertThat(float64).isPositive();
    assertThat(bare.err()).contains("rows solved again: " + float64 + " in float64");

    Run adamw = SmallData.train(ratings, model, "--json").requireOk();
    assertThat(new JsonMapper().readTree(adamw.out()).path("float64_rows").isNull()).isTrue();
  }

  @Test
  void earlyStoppingNeedsHeldOutRatings() throws IOException {
    SmallData.train(ratings, model, "--split", 1, "--early-stop", 3)
        .requireRefused("--early-stop needs held-out ratings, the split leaves none of 1500");
    // 80 % of two ratings round to both.
    Path two = Files.writeString(folder.resolve("two.csv"), "1,1,3\n2,2,4\n");
    SmallData.train(two, model, "--early-stop", 3)
        .requireRefused("--early-stop needs held-out ratings, the split leaves none of 2");
    Run.of(
            "report",
            "--ratings",
            ratings,
            "--split",
            1,
            "--early-stop",
            3,
            "--out",
            folder.resolve("page"))
        .requireRefused("--early-stop needs held-out ratings");
    assertThat(model).doesNotExist();
  }

  @Test
  void titlesAreKeptInTheModel() {
    SmallData.train(ratings, model, "--items", folder.resolve("u.item")).requireOk();
    List<Object> similar = List.of("similar", "--model", model, "--item", 3);
    String own = Run.of(similar).requireOk().out();
    assertThat(own)
        .isEqualTo(Run.of(similar, "--items", folder.resolve("u.item")).requireOk().out())
        .contains("most like item 3, ");
    assertThat(Run.of("recommend", "--model", model, "--user", 1).requireOk().out())
        .containsPattern("\\([0-9]{4}\\)");
    SmallData.train(ratings, model, "--items", folder.resolve("none"))
        .requireRefused("none: no such file");
  }
}

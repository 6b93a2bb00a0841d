package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The notebook's steps on the notebook's data. */
class MovieLensStepsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void genresHaveTheNotebooksCounts() {
    Path data = GoldenCliTest.shared("data/ml-100k");
    JsonNode json =
        JSON.readTree(
            Run.of(
                    "genres",
                    "--items",
                    data.resolve("u.item"),
                    "--genres",
                    data.resolve("u.genre"),
                    "--json")
                .requireOk()
                .out());
    assertThat(IntStream.range(0, 19).map(k -> json.path("genres").get(k).path("count").asInt()))
        .containsExactly(
            2, 123, 39, 31, 26, 235, 17, 46, 695, 22, 3, 43, 12, 13, 119, 23, 201, 5, 27);
    assertThat(json.path("items_without").asInt()).isZero();
  }

  @Test
  void theChecksPassAndNothingRatedIsRecommended(@TempDir Path folder) throws IOException {
    Path ratings = GoldenCliTest.shared("data/ml-100k/u.data");
    Path model = folder.resolve("model");
    Run.of("train", "--ratings", ratings, "--dim", 8, "--epochs", 100, "--out", model).requireOk();
    JsonNode checks =
        JSON.readTree(
            Run.of("check", "--model", model, "--ratings", ratings, "--json").requireOk().out());
    assertThat(checks.path("passed").asBoolean()).isTrue();
    assertThat(checks.path("validation").asInt()).isEqualTo(20_000);
    assertThat(checks.path("close_largest").asDouble()).isBetween(0.49, 0.5);

    Path csv = folder.resolve("recommendations.csv");
    Run.of(
            "recommend",
            "--model",
            model,
            "--users",
            "all",
            "--exclude-rated",
            "--ratings",
            ratings,
            "--out",
            csv)
        .requireOk();
    Set<String> recommended =
        Files.readAllLines(csv).stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .map(fields -> fields[0] + "\t" + fields[2] + "\t")
            .collect(Collectors.toSet());
    assertThat(recommended).hasSize(9430);
    assertThat(Files.readAllLines(ratings))
        .noneMatch(
            line ->
                recommended.contains(
                    line.substring(0, line.indexOf('\t', line.indexOf('\t') + 1) + 1)));
  }
}

package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import io.gravmf.data.FloatMatrix;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimilarCommandTest {

  @TempDir static Path folder;
  private static Path items;
  private static Path model;

  /** Items 1 to 4 in the plane: (1, 0), (3, 1), (9, -9), (0, 0). */
  @BeforeAll
  static void write() throws IOException {
    Path ratings = Files.writeString(folder.resolve("r.csv"), "1,1,3\n1,2,4\n2,3,5\n2,4,1\n");
    items =
        Files.write(
            folder.resolve("movies.csv"),
            List.of(
                "1,\"Godfather, The (1972)\",Crime",
                "2,\"Godfather: Part II, The (1974)\",Crime",
                "3,Heat (1995),Action",
                "4,Heat (1986),Action"));
    model = folder.resolve("model");
    Run.of("train", "--ratings", ratings, "--split", 1, "--dim", 2, "--epochs", 1, "--out", model)
        .requireOk();
    Model trained = ModelFiles.load(model);
    FloatMatrix planar = new FloatMatrix(4, 2, new float[] {1, 0, 3, 1, 9, -9, 0, 0});
    ModelFiles.save(
        model,
        new Model(
            trained.userFactors(),
            planar,
            trained.mean(),
            trained.userIds(),
            trained.itemIds(),
            trained.provenance()));
  }

  private static Run similar(Object... more) {
    return Run.of(List.of("similar", "--model", model), more);
  }

  @Test
  void titlesAreForgiven() {
    String out = similar("--items", items, "--title", "THE GODFATHER").requireOk().out();
    assertThat(out)
        .isEqualTo(
            """
            most like item 1, Godfather, The (1972), by cosine:
            rank similarity     item  title
               1     0.9487        2  Godfather: Part II, The (1974)
               2     0.7071        3  Heat (1995)
               3     0.0000        4  Heat (1986)
            """);
  }

  @Test
  void theDotProductAndJson() {
    JsonNode json =
        new JsonMapper()
            .readTree(similar("--item", 1, "--metric", "dot", "-k", 2, "--json").requireOk().out());
    assertThat(json.path("item").asString()).isEqualTo("1");
    assertThat(json.path("title").isNull()).isTrue();
    assertThat(json.path("metric").asString()).isEqualTo("dot");
    assertThat(json.path("similar")).hasSize(2);
    assertThat(json.path("similar").get(0).path("item").asString()).isEqualTo("3");
    assertThat(json.path("similar").get(0).path("similarity").asDouble()).isEqualTo(9);
  }

  @Test
  void badInputIsRefused() {
    similar().requireRefused("--item=ID");
    similar("--item", 5).requireRefused("no item '5'; the nearest of its 4: '1', '2', '3'");
    similar("--item", 1, "-k", 0).requireRefused("-k is 0, expected 1 or more");
    similar("--title", "Heat").requireRefused("--title needs --items");
    similar("--items", items, "--title", "Heat")
        .requireRefused(
            "the title 'Heat' is that of 'Heat (1995)' (item 3), 'Heat (1986)' (item 4): add the"
                + " year, or name one by --item");
    similar("--items", items, "--title", "Godfater")
        .requireRefused("no item has the title 'Godfater'; the nearest: 'Godfather, The (1972)'");
    similar("--item", 1, "--metric", "euclid").requireRefused("'--metric'");
  }
}

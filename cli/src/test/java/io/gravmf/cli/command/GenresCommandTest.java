package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GenresCommandTest {

  @TempDir Path folder;
  private Path items;

  @BeforeEach
  void write() throws IOException {
    items =
        Files.write(
            folder.resolve("movies.csv"),
            List.of(
                "movieId,title,genres",
                "3,Heat (1995),Action|Crime",
                "7,Alien (1979),Horror",
                "9,Nothing (2003),(no genres listed)"));
  }

  @Test
  void eachItemCountsOnceAndThoseOfSeveralOrNoGenresAreReported() {
    String out = Run.of("genres", "--items", items, "--rule", "last").requireOk().out();
    assertThat(out)
        .containsPattern("(?m)^ +1  Action +0$")
        .containsPattern("(?m)^ +6  Crime +1$")
        .containsPattern("(?m)^ +11  Horror +1$")
        .contains("3 items; 1 have several genres, of which the rule 'last' chose; 1 have none: 9");
  }

  @Test
  void jsonHasTheSameFigures() {
    JsonNode json =
        new JsonMapper().readTree(Run.of("genres", "--items", items, "--json").requireOk().out());
    assertThat(json.path("rule").asString()).isEqualTo("notebook");
    assertThat(json.path("genres")).hasSize(19);
    assertThat(json.path("genres").get(11).path("name").asString()).isEqualTo("Horror");
    assertThat(json.path("genres").get(11).path("count").asInt()).isEqualTo(1);
    assertThat(json.path("items_with_several").asInt()).isEqualTo(1);
    assertThat(json.path("ids_without").get(0).asString()).isEqualTo("9");
  }

  @Test
  void withoutItemsTheSampleIsCounted() {
    Run run = Run.of("genres").requireOk();
    assertThat(run.out()).contains("1682 items; ");
    assertThat(run.err()).contains("the embedded sample's");
  }

  @Test
  void badInputIsRefused() {
    Run.of("genres", "--genres", items).requireRefused("--genres needs --items");
    Run.of("genres", "--items", items, "--rule", "first").requireRefused("'--rule'");
    Path none = folder.resolve("none");
    Run.of("genres", "--items", none).requireRefused(none + ": no such file");
  }
}

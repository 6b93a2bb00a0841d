package io.gravmf.data.items;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.SharedData;
import io.gravmf.data.DenseIds;
import io.gravmf.data.items.RepresentativeGenres.Rule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepresentativeGenresTest {

  /** Both references are NumPy's: of the default argsort and of the stable one. */
  @Test
  void movieLens100kHasTheKnownCounts() {
    Path data = SharedData.require("data/ml-100k");
    Items items =
        ItemsReader.read(data.resolve("u.item"), ItemReadOptions.DEFAULT, new DenseIds(1682))
            .items();
    RepresentativeGenres notebook = RepresentativeGenres.of(items, Rule.NOTEBOOK);
    assertThat(notebook.counts())
        .containsExactly(
            2, 123, 39, 31, 26, 235, 17, 46, 695, 22, 3, 43, 12, 13, 119, 23, 201, 5, 27);
    RepresentativeGenres last = RepresentativeGenres.of(items, Rule.LAST);
    assertThat(last.counts())
        .containsExactly(
            2, 32, 19, 2, 36, 250, 30, 46, 505, 15, 6, 64, 41, 24, 206, 61, 246, 70, 27);
    assertThat(notebook.rowsWithSeveral()).isEqualTo(last.rowsWithSeveral()).isEqualTo(849);
    assertThat(notebook.rowsWithout()).isEmpty();
  }

  @Test
  void aRowWithoutAGenreIsInNoCountAndReported() {
    Genres genres = new Genres(List.of("a", "b", "c"));
    Items items =
        new Items(genres, new String[] {"x", "y", null, "z"}, new long[] {0b001, 0b110, 0, 0b010});
    for (Rule rule : Rule.values()) {
      RepresentativeGenres chosen = RepresentativeGenres.of(items, rule);
      assertThat(chosen.counts()).containsExactly(1, 1, 1);
      assertThat(chosen.genre(1)).isEqualTo(2);
      assertThat(chosen.genre(2)).isEqualTo(-1);
      assertThat(chosen.rowsWithSeveral()).isEqualTo(1);
      assertThat(chosen.rowsWithout()).containsExactly(2);
    }
  }

  @Test
  void theRuleDecidesAmongSeveral() {
    // Toy Story: Animation, Children's and Comedy.
    Items toyStory = new Items(Genres.ML_100K, new String[] {"Toy Story"}, new long[] {0b111000});
    assertThat(RepresentativeGenres.of(toyStory, Rule.LAST).genre(0)).isEqualTo(5);
    assertThat(RepresentativeGenres.of(toyStory, Rule.NOTEBOOK).genre(0)).isEqualTo(3);
  }
}

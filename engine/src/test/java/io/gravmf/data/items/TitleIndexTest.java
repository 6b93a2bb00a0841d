package io.gravmf.data.items;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleIndexTest {

  private static final String[] TITLES = {
    "Shawshank Redemption, The (1994)",
    "Mis\u00e9rables, Les (1995)",
    "Misfits (1961)",
    "Seven (Se7en) (1995)",
    "Appartement, L' (1996)",
    "Brother's Kiss, A (1997)",
    "Shall We Dance? (1937)",
    "Shall We Dance? (1996)",
    null,
    "Chasing Amy (1997)",
    "Chasing Amy (1997)",
    "2001: A Space Odyssey (1968)",
    "A Chef in Love (1996)",
    "unknown",
    "City of Lost Children, The (Cit\u00e9 des enfants perdus, La) (1995)",
    "The (2001)",
    "Boot, Das (1981)",
    "Die Hard (1988)",
    "Stra\u00dfe, Die (1995)",
    "Star Wars (1977)",
    "Starship Troopers (1997)",
    "Dark Star (1974)",
    "La Bamba (1987)"
  };

  private static final TitleIndex INDEX = new TitleIndex(Arrays.asList(TITLES));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Shawshank Redemption, The (1994); 0",
        "the shawshank redemption; 0",
        "SHAWSHANK REDEMPTION; 0",
        "Shawshank redemption,the; 0",
        "The Shawshank Redemption (1994); 0",
        "les miserables; 1",
        "Mis\u00e9rables, Les; 1",
        "seven; 3",
        "Se7en (1995); 3",
        "L'appartement; 4",
        "a brothers kiss; 5",
        "Brother\u2019s Kiss; 5",
        "shall we dance (1996); 7",
        "2001 a space odyssey; 11",
        "chef in love; 12",
        "Unknown; 13",
        "the city of lost children; 14",
        "La Cite des enfants perdus; 14",
        "the; 15",
        "miserables; 1",
        "appartement; 4",
        "l'appartement; 4",
        "cite des enfants perdus; 14",
        "boot; 16",
        "das boot; 16",
        "die hard; 17",
        "stra\u00dfe; 18",
        "bamba; 22"
      })
  void titlesAreFoundHoweverTheyAreWritten(String title, int row) {
    assertThat(INDEX.find(title)).containsExactly(row);
  }

  @Test
  void severalItemsOfOneTitleAreAllFound() {
    assertThat(INDEX.find("shall we dance")).containsExactly(6, 7);
    assertThat(INDEX.find("Chasing Amy (1997)")).containsExactly(9, 10);
  }

  @Test
  void anotherYearOrPartOfATitleIsNotIt() {
    assertThat(INDEX.find("Chasing Amy (1998)")).isEmpty();
    assertThat(INDEX.find("shawshank")).isEmpty();
    assertThat(INDEX.find("")).isEmpty();
    assertThat(INDEX.find("(1997)")).isEmpty();
    assertThat(INDEX.find("?!")).isEmpty();
  }

  @Test
  void aWordThatIsAnArticleElsewhereIsNone() {
    assertThat(INDEX.find("hard")).isEmpty();
  }

  @Test
  void titlesThatContainWordsAreListed() {
    assertThat(INDEX.containing("star")).containsExactly(19, 21, 20);
    assertThat(INDEX.containing("STAR wars")).containsExactly(19);
    assertThat(INDEX.containing("shall we")).containsExactly(6, 7);
    assertThat(INDEX.containing("no such words")).isEmpty();
    assertThat(INDEX.containing("")).isEmpty();
  }

  @Test
  void suggestionsContainTheWordsOrAreSpeltAlike() {
    assertThat(INDEX.nearest("shawshank", 1)).containsExactly(0);
    assertThat(INDEX.nearest("Mifsits", 1)).containsExactly(2);
    assertThat(INDEX.nearest("brothers kis", 1)).containsExactly(5);
    assertThat(INDEX.nearest("chasing", 3)).startsWith(9, 10).hasSize(3);
    assertThat(INDEX.nearest("", 3)).hasSize(3);
  }
}

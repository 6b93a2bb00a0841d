package io.gravmf.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The field that finds movies, and where the focus is afterwards. */
class FinderTest extends BrowserTest {

  private static final Map<String, String> TITLES =
      Map.of(
          "1", "Starlight Express (1994)",
          "2", "Twice (1999)",
          "3", "Twice (1999)",
          "4", "The Last Star (1997)",
          "5", "Am\u00e9lie (2001)",
          "6", "Mustard (1993)");

  private static Path report;

  @BeforeAll
  static void writeTheReport() throws IOException {
    generate(
        60,
        line -> {
          String[] fields = line.split("\\|", 3);
          return fields[0]
              + "|"
              + TITLES.getOrDefault(fields[0], "Movie " + fields[0])
              + "|"
              + fields[2];
        },
        line -> line);
    report = write("report", "--epochs", 20);
  }

  @Override
  Path report() {
    return report;
  }

  @Test
  void anyPartOfATitleFindsItBeginningsFirst() {
    find("sTar");
    assertThat(texts("#matches li span"))
        .containsExactly("Starlight Express (1994)", "The Last Star (1997)", "Mustard (1993)");
    assertThat(texts("#matches-note")).containsExactly("3 movies");
    find("1997 star");
    assertThat(texts("#matches li span")).containsExactly("The Last Star (1997)");
    find("amelie");
    assertThat(texts("#matches li span")).containsExactly("Am\u00e9lie (2001)");
    find("no such title");
    assertThat(texts("#matches-note")).containsExactly("0 movies");
    assertThat(page.evaluate("document.getElementById('matches').hidden").asBoolean()).isTrue();
    find("movie");
    assertThat(texts("#matches-note")).containsExactly("50 of 54 movies");
  }

  @Test
  void moviesOfTheSameTitleAreToldApartAndEachIsReached() {
    for (int k = 0; k < 2; k++) {
      find("twice");
      assertThat(texts("#matches li small")).hasSize(2).allMatch(text -> text.contains(", id "));
      for (int step = 0; step <= k; step++) {
        press("ArrowDown", 40);
      }
      assertThat(
              page.evaluate("document.getElementById('find').getAttribute('aria-activedescendant')")
                  .asString())
          .isEqualTo("match-" + k);
      press("Enter", 13);
      assertThat(texts("#similar h3")).containsExactly("Twice (1999)");
      assertThat(texts("#similar p").get(0)).contains(", id " + (k + 2) + ". Most similar");
    }
  }

  @Test
  void aClickOnAMatchChoosesItAndEscapeClosesTheList() {
    find("mustard");
    page.evaluate("document.querySelector('#matches li').scrollIntoView({block: 'center'})");
    double[] match = middle("#matches li");
    page.mouse("mousePressed", match[0], match[1]);
    page.mouse("mouseReleased", match[0], match[1]);
    assertThat(texts("#similar h3")).containsExactly("Mustard (1993)");
    assertThat(focused()).isEqualTo("INPUT");
    find("star");
    press("Escape", 27);
    assertThat(count("#matches li")).isZero();
  }

  @Test
  void afterChoosingASimilarMovieTheFocusIsOnItsName() {
    find("mustard");
    press("Enter", 13);
    List<String> similar = texts("#similar li button span:first-child");
    page.evaluate("document.querySelectorAll('#similar li button')[2].focus()");
    page.key("\r", "Enter", 13);
    page.await("document.querySelector('#similar h3').textContent !== 'Mustard (1993)'");
    assertThat(texts("#similar h3")).containsExactly(similar.get(2));
    assertThat(focused()).isEqualTo("H3");
    // From there the next stop is the first of its own list.
    press("Tab", 9);
    assertThat(
            page.evaluate("document.activeElement === document.querySelector('#similar button')"))
        .hasToString("true");
  }

  private String focused() {
    return page.evaluate("document.activeElement.tagName").asString();
  }

  private void press(String key, int number) {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      page.send(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", number));
    }
  }
}

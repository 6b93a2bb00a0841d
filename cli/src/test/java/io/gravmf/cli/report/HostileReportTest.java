package io.gravmf.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Titles and genres that would be more than text, in the page and in what it saves. */
class HostileReportTest extends BrowserTest {

  private static final String SCRIPT =
      "</script><script>window.hit=1</script><!-- <b>\"&amp;\"</b>";
  private static final String LINK = "<a href=\"https://evil.example/\">G</a>";
  private static final String ESCAPES = "\u001b[2J\u0007 bell \u202egnirts\uffff";
  private static final String VISIBLE = "\u241b[2J\u2407 bell \ufffdgnirts\ufffd";
  private static final List<String> TITLES =
      List.of(SCRIPT, "<script>window.hit=2</script>", ESCAPES, "%{text} $x^2$ @data@ &lt;i&gt;");
  private static final List<String> GENRES =
      List.of(LINK, "__proto__", "constructor", "1999-01-01", "<b>bold</b>", "x\u001by");

  private static Path report;

  @BeforeAll
  static void writeTheReport() throws IOException {
    List<String> ratings = new ArrayList<>(List.of("userId,movieId,rating"));
    List<String> movies = new ArrayList<>(List.of("movieId,title,genres"));
    for (int movie = 1; movie <= 40; movie++) {
      String title = movie <= TITLES.size() ? TITLES.get(movie - 1) : "Movie " + movie;
      movies.add(movie + "," + quoted(title) + "," + quoted(GENRES.get(movie % GENRES.size())));
      for (int user = 1; user <= 20; user++) {
        ratings.add(user + "," + movie + "," + (1 + (user * 7 + movie * movie) % 5));
      }
    }
    Files.write(folder.resolve("ratings.csv"), ratings);
    Files.write(folder.resolve("movies.csv"), movies);
    report = folder.resolve("report");
    Run.of(
            "report",
            "--ratings",
            folder.resolve("ratings.csv"),
            "--items",
            folder.resolve("movies.csv"),
            "--title",
            ESCAPES + SCRIPT,
            "--epochs",
            5,
            "--dim",
            3,
            "--out",
            report)
        .requireOk();
  }

  private static String quoted(String cell) {
    return '"' + cell.replace("\"", "\"\"") + '"';
  }

  @Override
  Path report() {
    return report;
  }

  @Test
  void namesAreTextWhereverTheyStand() {
    assertThat(page.evaluate("window.hit === undefined").asBoolean()).isTrue();
    assertThat(texts("h1")).containsExactly(VISIBLE + SCRIPT);
    find("script");
    assertThat(texts("#matches li span"))
        .containsExactlyInAnyOrder(SCRIPT, "<script>window.hit=2</script>");
    find("bell");
    assertThat(texts("#matches li span")).containsExactly(VISIBLE);
    find("data");
    assertThat(texts("#matches li span")).containsExactly("%{text} $x^2$ @data@ &lt;i&gt;");
    assertThat(texts("#genre-toggles label span")).contains(LINK, "__proto__", "x\u241by");
    assertThat(count("svg a, #genres-plot b, main img, main script")).isZero();
    assertThat(page.events("Runtime.exceptionThrown")).isEmpty();
  }

  @Test
  void everyGenreHasItsBarAndItsNameBesideIt() {
    page.evaluate("document.getElementById('genres-plot').scrollIntoView()");
    assertThat(texts("#genres-plot .ytick text"))
        .contains(
            "<a href=\"https://evil\u2026",
            "__proto__",
            "constructor",
            "1999-01-01",
            "<b>bold</b>");
    JsonNode counts = page.evaluate("data.genres.counts.map((genre) => genre.count)");
    int named = (int) counts.valueStream().filter(count -> count.asInt() > 0).count();
    assertThat(named).isEqualTo(GENRES.size());
    assertThat(
            page.evaluate(
                    "[...document.querySelectorAll('#genres-plot .bars .point path')]"
                        + ".filter((bar) => bar.getBBox().width > 20).length")
                .asInt())
        .isEqualTo(named);
  }

  @Test
  void hoveringSaysAGenreAsText() {
    page.evaluate("document.getElementById('genres-all').click()");
    page.evaluate(
        "Plotly.Fx.hover('flat-plot', [{curveNumber: document.getElementById('flat-plot').data"
            + ".findIndex((trace) => trace.x.length > 0 && trace.text[0].includes('evil')),"
            + " pointNumber: 0}])");
    page.await("document.querySelector('#flat-plot .hovertext') !== null");
    assertThat(texts("#flat-plot .hovertext").get(0)).contains("<a", "evil.example", "</a>");
    assertThat(count("#flat-plot .hovertext a")).isZero();
  }

  @Test
  void savedPicturesAreWellFormedAndHoldNoMarkup() {
    for (String plot : List.of("genres-plot", "flat-plot")) {
      JsonNode svg =
          page.evaluate(
              "Plotly.toImage('"
                  + plot
                  + "', {format: 'svg'}).then((url) => {"
                  + " const text = decodeURIComponent(url.slice(url.indexOf(',') + 1));"
                  + " const tree = new DOMParser().parseFromString(text, 'image/svg+xml');"
                  + " return {broken: tree.querySelectorAll('parsererror').length,"
                  + "  active: tree.querySelectorAll('a, script, foreignObject').length,"
                  + "  text: tree.documentElement.textContent}; })");
      assertThat(svg.path("broken").asInt()).as(plot).isZero();
      assertThat(svg.path("active").asInt()).as(plot).isZero();
    }
    assertThat(report.resolve("genres.png")).exists();
    for (String plot : List.of("genres-plot", "flat-plot")) {
      assertThat(
              page.evaluate(
                      "Plotly.toImage('"
                          + plot
                          + "', {format: 'png'}).then((url) => new Promise((done) => {"
                          + " const image = new Image(); image.onload = () => done(image.width);"
                          + " image.onerror = () => done(0); image.src = url; }))")
                  .asInt())
          .as(plot)
          .isPositive();
    }
  }
}

package io.gravmf.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The report's page in a real browser. */
class ReportPageTest extends BrowserTest {

  private static final int MOVIES = 150;

  private static Path report;

  @BeforeAll
  static void writeTheReport() throws IOException {
    generate(MOVIES, line -> line, line -> line);
    report = write("report", "--epochs", 300);
  }

  @Override
  Path report() {
    return report;
  }

  @Test
  void opensWithoutAnErrorOrARequest() {
    assertThat(page.events("Runtime.exceptionThrown")).isEmpty();
    assertThat(page.events("Runtime.consoleAPICalled"))
        .noneMatch(call -> call.path("type").asString().equals("error"));
    assertThat(page.events("Log.entryAdded"))
        .noneMatch(entry -> entry.path("entry").path("level").asString().equals("error"));
    assertThat(page.events("Network.requestWillBeSent"))
        .extracting(event -> event.path("request").path("url").asString())
        .filteredOn(url -> !url.startsWith("data:") && !url.startsWith("blob:"))
        .containsOnly(address());
    assertThat(texts("main section h2"))
        .containsExactly(
            "Ratings",
            "Loss",
            "Genres",
            "Map of the movies",
            "Predictions",
            "Sanity checks",
            "This run");
    assertThat(count(".js-plotly-plot")).isEqualTo(10);
    assertThat(texts(".verdict")).containsExactly("✓ pass", "✓ pass");
    assertThat(page.evaluate("document.links.length").asInt())
        .as("none but to the sections")
        .isEqualTo(7);
  }

  @Test
  void theMapTurnsByDraggingAndByTheKeyboardAndTheWheelComesNearer() {
    double[] middle = middle("#map-plot");
    page.mouse("mouseMoved", middle[0], middle[1]);
    String before = picture();
    assertThat(picture()).as("nothing changes by itself").isEqualTo(before);
    page.mouse("mousePressed", middle[0], middle[1]);
    for (int step = 1; step <= 8; step++) {
      page.mouse("mouseMoved", middle[0] + 15 * step, middle[1] + 5 * step);
    }
    page.mouse("mouseReleased", middle[0] + 120, middle[1] + 40);
    String turned = picture();
    assertThat(turned).isNotEqualTo(before);
    page.send(
        "Input.dispatchMouseEvent",
        Map.of("type", "mouseWheel", "x", middle[0], "y", middle[1], "deltaX", 0, "deltaY", -240));
    String nearer = picture();
    assertThat(nearer).isNotEqualTo(turned);
    page.evaluate("document.querySelector('[data-turn=\"15\"]').focus()");
    page.key(" ", "Space", 32);
    assertThat(picture()).isNotEqualTo(nearer);
  }

  @Test
  void aGenresSwitchAddsAndRemovesItsPoints() {
    int shown = points();
    assertThat(texts("#map-count")).containsExactly(shown + " of " + MOVIES + " movies shown");
    JsonNode first =
        page.evaluate(
            "(() => { const box = document.querySelector('#genre-toggles input:not(:checked)');"
                + " box.focus(); return Number(box.parentElement.querySelector('small').textContent);"
                + "})()");
    page.key(" ", "Space", 32);
    assertThat(first.asInt()).isPositive();
    assertThat(points()).isEqualTo(shown + first.asInt());
    page.key(" ", "Space", 32);
    assertThat(points()).isEqualTo(shown);
    page.evaluate("document.getElementById('genres-all').click()");
    assertThat(points()).isEqualTo(MOVIES);
    page.evaluate("document.getElementById('genres-none').click()");
    assertThat(points()).isZero();
  }

  @Test
  void hoveringNamesAMovieAndClickingListsTheTenMostSimilar() {
    JsonNode nearest = nearestPoint();
    double x = nearest.path("x").asDouble();
    double y = nearest.path("y").asDouble();
    page.mouse("mouseMoved", x - 2, y);
    page.mouse("mouseMoved", x, y);
    page.await("document.querySelector('#map-plot .hovertext') !== null");
    assertThat(texts("#map-plot .hovertext").get(0))
        .contains(nearest.path("title").asString(), "mean rating ");
    page.mouse("mousePressed", x, y);
    page.await("document.querySelectorAll('#similar li').length === 10");
    page.mouse("mouseReleased", x, y);
    assertThat(texts("#similar h3")).containsExactly(nearest.path("title").asString());
    assertThat(texts("#similar li button span:first-child"))
        .hasSize(10)
        .doesNotHaveDuplicates()
        .doesNotContain(nearest.path("title").asString());
  }

  @Test
  void everyLineThatTheLegendNamesIsDrawn() {
    List<String> named = texts("#loss .legend li");
    assertThat(named)
        .containsExactly(
            "train total",
            "train MSE",
            "train L2",
            "train gravity",
            "validation total",
            "validation MSE",
            "validation L2",
            "validation gravity");
    // What is on the screen: a path for each, as wide as the plot, of the legend's colour.
    JsonNode drawn =
        page.evaluate(
            "(() => { const plot = document.getElementById('loss-plot');"
                + " const width = plot._fullLayout.xaxis._length;"
                + " return [...plot.querySelectorAll('.scatterlayer .js-line')].map((line) => ({"
                + "  wide: line.getBBox().width >= 0.95 * width, "
                + "  colour: getComputedStyle(line).stroke })); })()");
    JsonNode keys =
        page.evaluate(
            "[...document.querySelectorAll('#loss .legend path')]"
                + ".map((key) => getComputedStyle(key).stroke)");
    assertThat(drawn).hasSize(named.size());
    for (int k = 0; k < named.size(); k++) {
      assertThat(drawn.get(k).path("wide").asBoolean()).as(named.get(k)).isTrue();
      assertThat(drawn.get(k).path("colour")).as(named.get(k)).isEqualTo(keys.get(k));
    }
    assertThat(page.evaluate("document.getElementById('loss-plot').data[0].x.length").asInt())
        .as("points of each line")
        .isGreaterThanOrEqualTo(50);
  }

  @Test
  void aTermWithoutWeightAndAPartWithoutRatingsAreNeitherDrawnNorNamed() {
    assertThat(
            strings(
                "lossPlot([0, 1].map((epoch) => ({epoch, train: {mse: 1, l2: 2, gravity: 0,"
                    + " total: 3}, validation: null})))(theme()).data.map((line) => line.name)"))
        .containsExactly("train total", "train MSE", "train L2");
  }

  @Test
  void likeFiguresHaveLikeDigits() {
    assertThat(texts("#predictions-table tr:nth-child(n+2) td.number"))
        .hasSize(6)
        .allMatch(text -> text.matches("\\d\\.\\d{4}"));
    assertThat(texts("#highlights li:nth-child(-n+4):nth-child(n+2) strong"))
        .hasSize(3)
        .allMatch(text -> text.matches("\\d\\.\\d{4}"));
    assertThat(texts("#distributions figure:nth-child(n+3) dd"))
        .hasSize(16)
        .allMatch(text -> text.matches("\\d+|\\d\\.\\d\\d"))
        .filteredOn(text -> text.contains("."))
        .hasSize(14);
  }

  @Test
  void theRunIsDescribed() {
    assertThat(texts("h1")).containsExactly("u.data");
    assertThat(texts("#made").get(0))
        .matches("Made on \\d+ \\p{L}+ 20\\d\\d, \\d\\d:\\d\\d [+-]\\d\\d:\\d\\d, by gravmf .+");
    assertThat(texts("#command").get(0))
        .startsWith("gravmf report --ratings ")
        .endsWith(" --dim 8 --out " + report + " --epochs 300");
    assertThat(texts("#facts h3"))
        .containsExactly(
            "Data", "Training", "Settings", "Machine and versions", "Time of each step");
    assertThat(texts("#facts tr"))
        .contains("--dim8", "lr0.1", "optimizeradamw", "--seed1", "ratings5,000")
        .anyMatch(row -> row.matches("--ratingsu\\.data, [0-9,]+ bytes, SHA-256 [0-9a-f]{64}"));
  }

  @Test
  void nothingScrollsSidewaysOnAPhoneOrLiesOverAPlot() {
    resize(400, 800);
    // Plots follow a little later, each to be within the page.
    page.await(
        "innerWidth === 400 && document.documentElement.scrollWidth <= 400"
            + " && [...document.querySelectorAll('.main-svg, canvas')]"
            + ".every((e) => e.getBoundingClientRect().right <= 400)");
    page.evaluate("document.querySelector('details').open = true");
    find("a");
    assertThat(
            strings(
                "[...document.querySelectorAll('body *')].filter((e) => !e.closest('svg')"
                    + " && !e.closest('.js-plotly-plot')"
                    + " && (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0"
                    + " && getComputedStyle(e).overflowX !== 'visible'"
                    + " || e.getBoundingClientRect().right > 400)).map((e) => e.outerHTML)"))
        .as("what scrolls sideways, or is wider than the page")
        .isEmpty();
    assertThat(
            strings(
                "[...document.querySelectorAll('.js-plotly-plot')].filter((plot) => {"
                    + " plot.scrollIntoView({block: 'center'});"
                    + " const box = plot.getBoundingClientRect();"
                    + " return [0.05, 0.3, 0.5, 0.7, 0.95].some((x) => [0.05, 0.5, 0.95].some("
                    + "(y) => !plot.contains(document.elementFromPoint("
                    + "box.x + x * box.width, box.y + y * box.height)))) })"
                    + ".map((plot) => plot.id)"))
        .as("plots that something lies over")
        .isEmpty();
    assertThat(count(".js-plotly-plot .legend")).as("legends within plots").isZero();
    assertThat(
            page.evaluate("document.getElementById('loss-plot')._fullLayout.yaxis._length").asInt())
        .as("what is left of the plot of the loss")
        .isGreaterThan(250);
  }

  @Test
  void theFlatMapIsBesideTheOtherAndShowsTheSame() {
    resize(1300, 900);
    page.await(
        "(() => { const [a, b] = ['map-plot', 'flat-plot'].map((id) =>"
            + " document.getElementById(id).getBoundingClientRect());"
            + " return a.top === b.top && a.right < b.left && b.right < innerWidth; })()");
    assertThat(count("#flat-plot .scatterlayer .point")).isEqualTo(points());
    page.evaluate("document.querySelector('#flat-plot .drag').scrollIntoView({block: 'center'})");
    JsonNode point =
        page.evaluate(
            "(() => { const dots = [...document.querySelectorAll('#flat-plot .point')];"
                + " const box = dots.at(-1).getBoundingClientRect();"
                + " return {x: box.x + box.width / 2, y: box.y + box.height / 2}; })()");
    page.mouse("mouseMoved", point.path("x").asDouble() - 2, point.path("y").asDouble());
    page.mouse("mouseMoved", point.path("x").asDouble(), point.path("y").asDouble());
    page.await("document.querySelector('#flat-plot .hovertext') !== null");
    page.mouse("mousePressed", point.path("x").asDouble(), point.path("y").asDouble());
    page.mouse("mouseReleased", point.path("x").asDouble(), point.path("y").asDouble());
    page.await("document.querySelectorAll('#similar li').length === 10");
    // A ring about the movie and one about each of the ten, on both.
    for (String plot : List.of("map-plot", "flat-plot")) {
      assertThat(page.evaluate("document.getElementById('" + plot + "').data.at(-1).x.length"))
          .as(plot)
          .hasToString("11");
    }
    assertThat(count("#flat-plot .scatterlayer .trace:last-child .point")).isEqualTo(11);
  }

  /** Counts what the genres' traces hold; the last trace marks the chosen movie. */
  private int points() {
    return page.evaluate(
            "document.getElementById('map-plot').data.slice(0, -1)"
                + ".reduce((sum, trace) => sum + trace.x.length, 0)")
        .asInt();
  }

  /** Returns the map's pixels, after two frames. */
  private String picture() {
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>"
            + " setTimeout(done, 100))))");
    JsonNode clip =
        page.evaluate(
            "(() => { const r = document.getElementById('map-plot').getBoundingClientRect();"
                + " return {x: r.x + scrollX, y: r.y + scrollY, width: r.width, height: r.height,"
                + " scale: 1}; })()");
    return page.send("Page.captureScreenshot", Map.of("format", "png", "clip", clip))
        .path("data")
        .asString();
  }

  /** Finds the point that is nearest to the eye, so that none hides it, and its pixel. */
  private JsonNode nearestPoint() {
    return page.evaluate(
        "(() => {"
            + " const plot = document.getElementById('map-plot');"
            + " const scene = plot._fullLayout.scene._scene;"
            + " const {model, view, projection} = scene.glplot.cameraParams;"
            + " const times = (m, v) => [0, 1, 2, 3].map((i) =>"
            + "   [0, 1, 2, 3].reduce((sum, j) => sum + m[i + 4 * j] * v[j], 0));"
            + " const box = plot.getBoundingClientRect();"
            + " let best = null;"
            + " for (const trace of plot.data.slice(0, -1)) {"
            + "  trace.x.forEach((_, k) => {"
            + "   const place = [trace.x[k], trace.y[k], trace.z[k]];"
            + "   const scaled = place.map((value, axis) => value * scene.dataScale[axis]);"
            + "   const p = times(projection, times(view, times(model, [...scaled, 1])));"
            + "   if (best === null || p[3] < best.depth) {"
            + "    best = {depth: p[3], title: data.map.movies[trace.customdata[k]].title,"
            + "     x: box.x + box.width * (0.5 + 0.5 * p[0] / p[3]),"
            + "     y: box.y + box.height * (0.5 - 0.5 * p[1] / p[3])};"
            + "   }"
            + "  });"
            + " }"
            + " return best;"
            + "})()");
  }
}

package io.gravmf.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The report's page in a real browser. */
class ReportPageTest {

  private static final int MOVIES = 150;
  private static final String HOSTILE = "</script><script>alert(1)</script><!-- <b>\"&amp;\"</b>";

  @TempDir static Path folder;

  private static Chromium browser;
  private static Path report;
  private DevTools page;

  @BeforeAll
  static void writeTheReport() throws IOException {
    browser = Chromium.start();
    Run.of("generate", "--users", 120, "--items", MOVIES, "--count", 5000, "--out", folder)
        .requireOk();
    Path items = folder.resolve("u.item");
    List<String> lines = Files.readAllLines(items, StandardCharsets.ISO_8859_1);
    lines.replaceAll(
        line -> line.startsWith("1|") ? line.replaceFirst("\\|[^|]*", "|" + HOSTILE) : line);
    Files.write(items, lines, StandardCharsets.ISO_8859_1);
    report = folder.resolve("report");
    Run.of(
            "report",
            "--ratings",
            folder.resolve("u.data"),
            "--items",
            items,
            "--genres",
            folder.resolve("u.genre"),
            "--epochs",
            30,
            "--print-every",
            10,
            "--dim",
            8,
            "--out",
            report)
        .requireOk();
  }

  @AfterAll
  static void closeTheBrowser() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    page = browser.page();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      page.send(domain + ".enable", Map.of());
    }
    resize(1000, 760);
    page.evaluate("document.documentElement.dataset.ready = 'of the page before'");
    page.send("Page.navigate", Map.of("url", address()));
    page.await("document.documentElement?.dataset.ready === 'yes'");
    page.evaluate("document.getElementById('map-plot').scrollIntoView({block: 'center'})");
  }

  private void resize(int width, int height) {
    page.send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  private static String address() {
    return report.resolve("report.html").toUri().toString();
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
            "Movies in three dimensions",
            "Predictions",
            "Sanity checks",
            "This run");
    assertThat(count(".js-plotly-plot")).isEqualTo(9);
    assertThat(texts(".verdict")).containsExactly("✓ pass", "✓ pass");
    assertThat(
            page.evaluate("[...document.querySelectorAll('#titles option')].map((o) => o.value)")
                .valueStream()
                .map(JsonNode::asString))
        .as("titles are text, whatever they contain")
        .contains(HOSTILE)
        .hasSize(MOVIES);
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
  void nothingIsWiderThanAPhone() {
    resize(400, 800);
    // Plots follow a little later, each to be within the page.
    page.await(
        "innerWidth === 400 && document.documentElement.scrollWidth <= 400"
            + " && [...document.querySelectorAll('.main-svg, canvas')]"
            + ".every((e) => e.getBoundingClientRect().right <= 400)");
    assertThat(texts("#map-count").get(0)).endsWith(" movies shown");
  }

  private int count(String selector) {
    return page.evaluate("document.querySelectorAll('" + selector + "').length").asInt();
  }

  private List<String> texts(String selector) {
    return page.evaluate(
            "[...document.querySelectorAll('" + selector + "')].map((e) => e.textContent)")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  /** Counts what the genres' traces hold; the last trace marks the chosen movie. */
  private int points() {
    return page.evaluate(
            "document.getElementById('map-plot').data.slice(0, -1)"
                + ".reduce((sum, trace) => sum + trace.x.length, 0)")
        .asInt();
  }

  private double[] middle(String selector) {
    JsonNode box =
        page.evaluate(
            "(() => { const r = document.querySelector('"
                + selector
                + "').getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    return new double[] {box.get(0).asDouble(), box.get(1).asDouble()};
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

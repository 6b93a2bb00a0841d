package io.gravmf.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the tests share that look at a report's page in a real browser. */
abstract class BrowserTest {

  @TempDir static Path folder;

  static Chromium browser;

  DevTools page;

  @BeforeAll
  static void startTheBrowser() throws IOException {
    browser = Chromium.start();
  }

  @AfterAll
  static void closeTheBrowser() throws IOException {
    if (browser != null) {
      browser.close();
      browser = null;
    }
  }

  /** Returns the folder of the report that each test opens. */
  abstract Path report();

  /** Generates data whose files of items and genres are then altered, line by line. */
  static void generate(int movies, UnaryOperator<String> item, UnaryOperator<String> genre)
      throws IOException {
    Run.of("generate", "--users", 120, "--items", movies, "--count", 5000, "--out", folder)
        .requireOk();
    alter(folder.resolve("u.item"), item);
    alter(folder.resolve("u.genre"), genre);
  }

  private static void alter(Path file, UnaryOperator<String> change) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    lines.replaceAll(change);
    Files.write(file, lines, StandardCharsets.ISO_8859_1);
  }

  /** Makes a report of the generated data. */
  static Path write(String name, Object... more) {
    Path report = folder.resolve(name);
    Run.of(
            List.of(
                "report",
                "--ratings",
                folder.resolve("u.data"),
                "--items",
                folder.resolve("u.item"),
                "--genres",
                folder.resolve("u.genre"),
                "--dim",
                8,
                "--out",
                report),
            more)
        .requireOk();
    return report;
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

  void resize(int width, int height) {
    page.send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  String address() {
    return report().resolve(ReportFiles.PAGE).toUri().toString();
  }

  int count(String selector) {
    return page.evaluate("document.querySelectorAll('" + selector + "').length").asInt();
  }

  List<String> texts(String selector) {
    return strings("[...document.querySelectorAll('" + selector + "')].map((e) => e.textContent)");
  }

  /** Evaluates an expression whose value is a list. */
  List<String> strings(String expression) {
    return page.evaluate(expression).valueStream().map(JsonNode::asString).toList();
  }

  double[] middle(String selector) {
    JsonNode box =
        page.evaluate(
            "(() => { const r = document.querySelector('"
                + selector
                + "').getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    return new double[] {box.get(0).asDouble(), box.get(1).asDouble()};
  }

  /** Types into the field that finds movies. */
  void find(String text) {
    page.evaluate(
        "(() => { const field = document.getElementById('find'); field.value = ''; field.focus();"
            + " })()");
    page.send("Input.insertText", Map.of("text", text));
    assertThat(page.evaluate("document.getElementById('find').value").asString()).isEqualTo(text);
  }
}

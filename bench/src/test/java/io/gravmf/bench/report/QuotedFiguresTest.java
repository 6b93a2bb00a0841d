package io.gravmf.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every figure that a document quotes is what the raw files give. */
class QuotedFiguresTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern RESULTS =
      Pattern.compile("<!-- results(?: \\w+)? -->\\[(.*?)\\]\\(.*?\\)<!-- end -->");

  @Test
  void documentsAreInStepWithTheRawFiles() throws IOException {
    int filled = 0;
    for (Path document : documents()) {
      String text = Files.readString(document);
      List<String> folders =
          RESULTS.matcher(text).results().map(result -> result.group(1)).toList();
      for (String link : folders) {
        Path folder = document.getParent().resolve(link);
        assertThat(new Report(folder).fill(document))
            .as("%s; ./gravmf bench --report %s --docs %s fills it", document, folder, document)
            .isEqualTo(text);
        filled++;
      }
      if (folders.isEmpty()) {
        assertThat(text).as("%s quotes results of no run", document).doesNotContain("<!-- table ");
      }
    }
    assertThat(filled).isPositive();
  }

  @Test
  void theRunsPageAndPicturesAreInStepWithItsRawFiles() throws IOException {
    Path all = ROOT.resolve("bench/results");
    try (Stream<Path> folders = Files.list(all)) {
      for (Path folder : folders.toList()) {
        if (Files.exists(folder.resolve("jmh.json"))) {
          new Report(folder)
              .files()
              .forEach(
                  (name, text) ->
                      assertThat(folder.resolve(name)).as("%s", folder).hasContent(text));
        }
      }
    }
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")),
              docs.filter(file -> file.toString().endsWith(".md")))
          .toList();
    }
  }
}

package io.gravmf.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.data.Ratings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written in a layout and a container is read back, line for line and bit for bit. */
class EveryFormatPropertyTest {

  record Line(String user, String item, float rating, long time) {}

  enum Form {
    TABS("\t", "", false),
    DOUBLE_COLONS("::", "", false),
    MOVIELENS_CSV(",", "userId,movieId,rating,timestamp", false),
    QUOTED_CSV(",", "\"user\",\"item\",\"rating\",\"timestamp\"", true),
    SEMICOLONS(";", "user_id;item_id;rating;timestamp", false),
    BARS_WITHOUT_HEADER("|", "", false);

    private final String delimiter;
    private final String header;
    private final boolean quoted;

    Form(String delimiter, String header, boolean quoted) {
      this.delimiter = delimiter;
      this.header = header;
      this.quoted = quoted;
    }

    String text(List<Line> lines, String lineEnd) {
      String body = lines.stream().map(this::text).collect(Collectors.joining(lineEnd));
      return header.isEmpty() ? body : header + lineEnd + body;
    }

    private String text(Line line) {
      return String.join(
          delimiter, id(line.user), id(line.item), Float.toString(line.rating), "" + line.time);
    }

    private String id(String id) {
      return quoted ? '"' + id.replace("\"", "\"\"") + '"' : id;
    }
  }

  enum Container {
    PLAIN,
    GZIP,
    ZIP;

    void write(Path file, String text) throws IOException {
      try (OutputStream out = open(Files.newOutputStream(file))) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
    }

    private OutputStream open(OutputStream out) throws IOException {
      if (this == ZIP) {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry("ratings"));
        return zip;
      }
      return this == GZIP ? new GZIPOutputStream(out) : out;
    }
  }

  @Provide
  Arbitrary<List<Line>> integers() {
    return lines(Arbitraries.longs().between(1, Long.MAX_VALUE).map(String::valueOf));
  }

  @Provide
  Arbitrary<List<Line>> dense() {
    return lines(Arbitraries.integers().between(1, 5).map(String::valueOf));
  }

  @Provide
  Arbitrary<List<Line>> texts() {
    return lines(
        Arbitraries.strings()
            .withChars("ab1\u00e9\u4e16'")
            .ofMinLength(1)
            .ofMaxLength(5)
            .filter(id -> !id.matches("[0-9]+")));
  }

  @Provide
  Arbitrary<List<Line>> awkwardTexts() {
    return lines(
        Arbitraries.strings()
            .withChars("ab,\";|:\t\u00e9")
            .ofMinLength(1)
            .ofMaxLength(6)
            .filter(id -> id.equals(id.strip())));
  }

  private static Arbitrary<List<Line>> lines(Arbitrary<String> ids) {
    Arbitrary<Float> halfStars = Arbitraries.integers().between(1, 10).map(h -> h / 2f);
    Arbitrary<Float> anything = Arbitraries.floats();
    return Combinators.combine(
            ids,
            ids,
            Arbitraries.oneOf(halfStars, anything),
            Arbitraries.longs().between(-9, 1L << 40))
        .as(Line::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  @Property(tries = 150)
  void integerIds(
      @ForAll("integers") List<Line> lines, @ForAll Form form, @ForAll Container container)
      throws IOException {
    assertReadBack(lines, form, container, "\n");
  }

  @Property(tries = 100)
  void fewIds(@ForAll("dense") List<Line> lines, @ForAll Form form, @ForAll Container container)
      throws IOException {
    assertReadBack(lines, form, container, "\r\n");
  }

  @Property(tries = 100)
  void textIds(@ForAll("texts") List<Line> lines, @ForAll Form form, @ForAll Container container)
      throws IOException {
    assertReadBack(lines, form, container, "\n");
  }

  @Property(tries = 100)
  void quotedTextIds(@ForAll("awkwardTexts") List<Line> lines, @ForAll Container container)
      throws IOException {
    assertReadBack(lines, Form.QUOTED_CSV, container, "\n");
  }

  private static void assertReadBack(
      List<Line> lines, Form form, Container container, String lineEnd) throws IOException {
    Path file = Files.createTempFile("ratings", "");
    try {
      container.write(file, form.text(lines, lineEnd));
      ReadResult result = RatingsReader.read(file, ReadOptions.DEFAULT.withTimestamps(true));
      Ratings ratings = result.ratings();
      assertThat(ratings.size()).isEqualTo(lines.size());
      for (int k = 0; k < lines.size(); k++) {
        Line found =
            new Line(
                ratings.userIds().id(ratings.users()[k]),
                ratings.itemIds().id(ratings.items()[k]),
                ratings.values()[k],
                ratings.timestamps().orElseThrow()[k]);
        assertThat(found).isEqualTo(lines.get(k));
      }
      assertThat(result.duplicates()).isEqualTo(lines.size() - distinctPairs(lines));
      assertThat(result.lines()).isEqualTo(lines.size() + (form.header.isEmpty() ? 0 : 1));
      assertThat(ratings.userIds().size()).isEqualTo(distinctUsers(lines));
    } finally {
      Files.delete(file);
    }
  }

  private static int distinctUsers(List<Line> lines) {
    return lines.stream().map(Line::user).collect(Collectors.toSet()).size();
  }

  private static int distinctPairs(List<Line> lines) {
    Map<String, Set<String>> itemsByUser = new HashMap<>();
    for (Line line : lines) {
      itemsByUser.computeIfAbsent(line.user, user -> new HashSet<>()).add(line.item);
    }
    return itemsByUser.values().stream().mapToInt(Set::size).sum();
  }
}

package io.gravmf.cli.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gravmf.backend.Loss;
import io.gravmf.format.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/**
 * The report as one page that needs nothing else: its style, scripts, data and plotly.js are in it,
 * the last one compressed, since a page of 3 MB can be mailed and one of 11 MB often cannot.
 */
final class Page {

  private static final String PLOTLY = "/META-INF/resources/webjars/plotly.js-dist/";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addMixIn(Loss.class, WithTotal.class)
          .addModule(new SimpleModule().addSerializer(new VisibleTextSerializer()))
          .build();
  private static final List<String> SCRIPTS =
      List.of("text.js", "plots.js", "finder.js", "map.js", "report.js");
  private static final Pattern PLACE = Pattern.compile("@(\\w+)@");

  private Page() {}

  static void write(Path file, Report report) {
    AtomicFile.write(file, render(report));
  }

  static String render(Report report) {
    Matcher places = PLACE.matcher(text("report.html"));
    StringBuilder page = new StringBuilder();
    while (places.find()) {
      String content =
          switch (places.group(1)) {
            case "title" -> escaped(report.title());
            case "style" -> text("report.css");
            case "licence" -> plotlyLicence();
            case "plotly" -> plotly();
            case "data" -> json(report);
            case "script" -> SCRIPTS.stream().map(Page::text).collect(Collectors.joining());
            default -> throw new IllegalStateException("no content for " + places.group());
          };
      places.appendReplacement(page, Matcher.quoteReplacement(content));
    }
    return places.appendTail(page).toString();
  }

  /** A script ends at the first "</script" whatever is around it, and "<!--" begins a comment. */
  private static String json(Report report) {
    return JSON.writeValueAsString(report).replace("<", "\\u003c");
  }

  /** A loss with its total, which is not one of the record's components. */
  private interface WithTotal {
    @JsonProperty
    double total();
  }

  private static final class VisibleTextSerializer extends StdScalarSerializer<String> {

    VisibleTextSerializer() {
      super(String.class);
    }

    @Override
    public void serialize(String text, JsonGenerator json, SerializationContext context) {
      json.writeString(VisibleText.of(text));
    }
  }

  private static String escaped(String text) {
    return VisibleText.of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String plotly() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes(plotlyFile("plotly.js")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
  }

  private static String plotlyLicence() {
    return new String(bytes(plotlyFile("LICENSE")), StandardCharsets.UTF_8).strip();
  }

  /** The library's folder has its version in its name, which its pom, also in the jar, tells. */
  private static String plotlyFile(String name) {
    return PLOTLY + plotlyVersion() + "/" + name;
  }

  static String plotlyVersion() {
    Properties pom = new Properties();
    try (InputStream in =
        Page.class.getResourceAsStream(
            "/META-INF/maven/org.webjars.npm/plotly.js-dist/pom.properties")) {
      pom.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pom.getProperty("version");
  }

  private static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

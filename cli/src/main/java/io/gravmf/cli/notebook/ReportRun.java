package io.gravmf.cli.notebook;

import io.gravmf.cli.report.Report.Fact;
import io.gravmf.format.FileFailure;
import io.gravmf.model.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a report is of, and how it was asked for.
 *
 * @param title in a few words
 * @param made when it was made, and by what
 * @param command the command line
 * @param settings the options' values
 * @param files what was read, as far as it is in files
 */
public record ReportRun(
    String title, String made, String command, List<Fact> settings, List<Fact> files) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm xxx", Locale.ENGLISH);

  /**
   * Takes what is known when a report begins.
   *
   * @param settings values by the options' names
   * @param files files by the options' names; they are read, for their checksums
   * @throws io.gravmf.data.InvalidInputException if one cannot be read
   */
  public static ReportRun of(
      String title,
      ZonedDateTime time,
      String command,
      Map<String, String> settings,
      Map<String, Path> files) {
    return new ReportRun(
        title,
        "Made on " + TIME.format(time) + ", by gravmf " + Provenance.softwareVersion(),
        command,
        settings.entrySet().stream().map(e -> new Fact(e.getKey(), e.getValue())).toList(),
        files.entrySet().stream().map(e -> new Fact(e.getKey(), describe(e.getValue()))).toList());
  }

  private static String describe(Path file) {
    try {
      return String.format(
          Locale.ROOT,
          "%s, %,d bytes, SHA-256 %s",
          file.getFileName(),
          Files.size(file),
          checksum(file));
    } catch (IOException e) {
      throw FileFailure.reading(file, e);
    }
  }

  private static String checksum(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

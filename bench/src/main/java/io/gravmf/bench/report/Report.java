package io.gravmf.bench.report;

import io.gravmf.bench.result.LeftOut;
import io.gravmf.bench.result.Machine;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import io.gravmf.bench.table.Table;
import io.gravmf.bench.table.Tables;
import io.gravmf.data.InvalidInputException;
import io.gravmf.format.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a page and pictures of a run's raw files, and keeps documents in step with them. */
public final class Report {

  /** The page in a run's folder. */
  public static final String PAGE = "README.md";

  private final Path folder;
  private final RunResults results;
  private final List<Table> tables;

  /**
   * Reads a run.
   *
   * @throws io.gravmf.data.InvalidInputException if a file is missing or of another kind
   */
  public Report(Path folder) {
    this.folder = folder;
    results = new RunFolder(folder).read();
    tables = Tables.of(results);
  }

  /** Writes the page and the pictures beside the raw files. */
  public void write() {
    files().forEach((name, text) -> AtomicFile.write(folder.resolve(name), text));
  }

  /** Returns the page and the pictures by file name. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>(Pictures.of(results));
    files.put(PAGE, page(List.copyOf(files.keySet())));
    return files;
  }

  /**
   * Returns a document's text with its link, tables and cells filled from this run.
   *
   * @param document with marks as {@link Documents} describes
   * @throws InvalidInputException if it cannot be read, or a mark names what the run does not have
   */
  public String fill(Path document) {
    Path from = document.toAbsolutePath().normalize().getParent();
    String link = from.relativize(folder.toAbsolutePath().normalize()).toString();
    try {
      return Documents.fill(Files.readString(document), link.replace('\\', '/'), tables);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + document + ": " + e.getMessage());
    }
  }

  private String page(List<String> pictures) {
    Machine machine = results.machine();
    StringBuilder text = new StringBuilder();
    text.append("# ").append(machine.name()).append(", ").append(machine.date(), 0, 10);
    text.append("\n\n| | |\n| --- | --- |\n");
    row(text, "command", "`" + machine.command() + "`");
    row(text, "took", Math.round(machine.seconds()) + " s");
    row(text, "version", machine.version());
    row(text, "processor", machine.cpu() + ", " + machine.processors() + " cores");
    row(text, "vectors", machine.vector());
    row(text, "memory", machine.memoryMib() + " MiB");
    row(text, "GPU", String.join("; ", machine.gpus()));
    if (machine.gpu() != null) {
      row(text, "GPU's clocks", clocks(machine.gpu()));
    }
    row(text, "system", machine.system());
    row(text, "JVM", machine.jdk());
    row(text, "flags", "`" + String.join(" ", machine.jvmFlags()) + "`");
    machine
        .disturbance()
        .ifPresent(
            words ->
                text.append("\n**The machine was busy** with other programs (")
                    .append(words)
                    .append("): these figures are not for quoting.\n"));
    text.append("\nTimes are means with 95 % intervals over iterations; on a GPU, by its own ");
    text.append("events. Rates are of work counted from the algorithm, without padding.\n");
    for (Table table : tables) {
      text.append("\n## ").append(table.title()).append("\n\n").append(table.markdown());
      text.append("\n`")
          .append(table.command())
          .append("`; raw: ")
          .append(table.raw())
          .append('\n');
    }
    text.append("\n## Pictures\n");
    pictures.forEach(
        name -> text.append("\n![").append(name).append("](").append(name).append(")\n"));
    if (!machine.leftOut().isEmpty()) {
      text.append("\n## Left out\n\n");
      for (LeftOut each : machine.leftOut()) {
        text.append("- ").append(each.what()).append(": ").append(each.why()).append('\n');
      }
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("| ").append(name).append(" | ").append(value).append(" |\n");
  }

  private static String clocks(Machine.Gpu gpu) {
    return String.format(
        Locale.ROOT,
        "%.0f MHz (%.0f to %.0f), memory %.0f MHz; %.0f W (at most %.0f); %.0f °C; %s",
        gpu.smMhz().get(1),
        gpu.smMhz().get(0),
        gpu.smMhz().get(2),
        gpu.memoryMhz().get(1),
        gpu.watts().get(1),
        gpu.watts().get(2),
        gpu.hottest(),
        gpu.throttled().isEmpty()
            ? "never throttled"
            : "**throttled**: " + String.join(", ", gpu.throttled()));
  }
}

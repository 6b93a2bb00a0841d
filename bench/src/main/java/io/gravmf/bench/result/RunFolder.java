package io.gravmf.bench.result;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gravmf.data.InvalidInputException;
import io.gravmf.format.AtomicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The folder of a run's raw results.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {

  /** JMH's results. */
  public static final String JMH = "jmh.json";

  /** The same as CSV. */
  public static final String JMH_CSV = "jmh.csv";

  /** JMH's results of another build, whose forks took turns with this one's. */
  public static final String AGAINST = "against.json";

  /** The GPU's clocks, power, temperature and throttling, as nvidia-smi prints them. */
  public static final String GPU = "gpu.csv";

  /** The machine and the run. */
  public static final String MACHINE = "machine.json";

  /** Times of other software, a JSON object a line. */
  public static final String PEERS = "peers.jsonl";

  /** RMSE by time, a JSON object a line. */
  public static final String RMSE = "rmse.jsonl";

  /** The objective by time, a JSON object a line. */
  public static final String OBJECTIVE = "objective.jsonl";

  /** The other software's times as CSV. */
  public static final String PEERS_CSV = "peers.csv";

  /** Golden trajectories that other software followed, a JSON object a line. */
  public static final String GOLDENS = "goldens.jsonl";

  /** What {@code bench/CoreToCore.java} printed, where somebody ran it. */
  public static final String CORE_TO_CORE = "core-to-core.txt";

  /** A folder of JMH's results of earlier versions, put there by hand. */
  public static final String STEPS = "steps";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final ObjectMapper LINES = new ObjectMapper();

  /** Returns JMH's results without the names of this machine's folders. */
  public static String withoutFolders(String json) {
    return json.replaceAll("(\"-Dgravmf\\.(?:ratings|root)=)[^\"]*/", "$1");
  }

  /** Writes JMH's results of two builds. */
  public void write(ArrayNode against, ArrayNode results) {
    AtomicFile.write(path.resolve(AGAINST), withoutFolders(JSON.writeValueAsString(against)));
    AtomicFile.write(path.resolve(JMH), withoutFolders(JSON.writeValueAsString(results)));
  }

  /** Writes the machine. */
  public void write(Machine machine) {
    AtomicFile.write(path.resolve(MACHINE), JSON.writeValueAsString(machine) + "\n");
  }

  /** Writes the other software's times. */
  public void writePeers(List<PeerResult> results) {
    writeLines(PEERS, results);
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord("peer", "version", "data", "device", "dim", "threads", "ms", "least", "most");
      for (PeerResult each : results) {
        csv.writeRecord(
            each.peer(),
            each.version(),
            each.data(),
            each.device(),
            String.valueOf(each.dim()),
            String.valueOf(each.threads()),
            String.valueOf(each.ms()),
            String.valueOf(each.msMin()),
            String.valueOf(each.msMax()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AtomicFile.write(path.resolve(PEERS_CSV), text.toString());
  }

  /** Writes the curves. */
  public void writeCurves(List<RmseCurve> curves) {
    writeLines(RMSE, curves);
  }

  /** Writes the objective's curves. */
  public void writeObjectives(List<ObjectiveCurve> curves) {
    writeLines(OBJECTIVE, curves);
  }

  /** Writes which golden trajectories other software followed. */
  public void writeGoldens(List<GoldenCheck> goldens) {
    writeLines(GOLDENS, goldens);
  }

  private void writeLines(String name, List<?> values) {
    StringBuilder text = new StringBuilder();
    for (Object value : values) {
      text.append(LINES.writeValueAsString(value)).append('\n');
    }
    AtomicFile.write(path.resolve(name), text.toString());
  }

  /**
   * Reads a file's JSON values, one a line; none where there is no such file.
   *
   * @throws InvalidInputException if a line is not such a value
   */
  private <T> List<T> readLines(String name, Class<T> type) {
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      return List.of();
    }
    return lines(file).stream().map(line -> parse(line, file, type)).toList();
  }

  /**
   * Reads one JSON value.
   *
   * @throws InvalidInputException if it is not one of that type
   */
  public static <T> T parse(String text, Path file, Class<T> type) {
    try {
      return LINES.readValue(text, type);
    } catch (JacksonException e) {
      throw new InvalidInputException(file + ": " + e.getOriginalMessage());
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + e.getMessage());
    }
  }

  /** Reads the machine; nothing where the folder has none. */
  public Optional<Machine> machine() {
    Path file = path.resolve(MACHINE);
    return Files.exists(file)
        ? Optional.of(parse(String.join("\n", lines(file)), file, Machine.class))
        : Optional.empty();
  }

  /**
   * Reads the run.
   *
   * @throws InvalidInputException if a file is missing or of another kind
   */
  public RunResults read() {
    Path machine = path.resolve(MACHINE);
    return new RunResults(
        parse(String.join("\n", lines(machine)), machine, Machine.class),
        JmhJson.read(path.resolve(JMH)),
        readLines(PEERS, PeerResult.class),
        readLines(RMSE, RmseCurve.class),
        readLines(OBJECTIVE, ObjectiveCurve.class),
        readLines(GOLDENS, GoldenCheck.class),
        steps(),
        readLines(CORE_TO_CORE, Double.class));
  }

  private List<Step> steps() {
    Path folder = path.resolve(STEPS);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .sorted()
          .map(
              file ->
                  new Step(
                      file.getFileName().toString().replaceAll("^\\d+-|\\.json$", ""),
                      JmhJson.read(file)))
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + folder + ": " + e.getMessage());
    }
  }
}

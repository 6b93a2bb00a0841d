package io.gravmf.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs what {@link EmulatedDriver#record} has written down, without a JVM, on kernels built in
 * another form: under ThreadSanitizer, which finds races, with counters, or as they are, in any
 * order of blocks, warps and lanes.
 *
 * @param program the built program
 * @param endsAtFirstRace whether it ends at the first race or looks for more
 */
public record Replay(Path program, boolean endsAtFirstRace) {

  /** The exit code of a program in which ThreadSanitizer has found races. */
  public static final int RACES = 66;

  /** How the kernels are built. */
  public enum Form {
    /** As the emulated driver has them. */
    PLAIN,
    /** Under ThreadSanitizer. */
    RACES,
    /** With what they do counted, and printed as CSV in the end. */
    COUNTS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a program did. */
  public record Outcome(int exit, String output) {

    /** The digests of all that came back to the host, one for each record. */
    public List<String> digests() {
      return output.lines().filter(line -> line.matches("[0-9a-f]{16} .*")).toList();
    }

    /** What ThreadSanitizer says of each race, in a line. */
    public List<String> races() {
      return output.lines().filter(line -> line.startsWith("SUMMARY")).toList();
    }
  }

  /** A mistake put into a source of the kernels. */
  public record Mistake(String file, String wrong, String instead) {}

  private static Path module() {
    return EmulatedDriver.folder().getParent().getParent();
  }

  /** Builds the program where something has changed; takes about a minute the first time. */
  public static Replay built(Form form) throws IOException, InterruptedException {
    return built(form, "");
  }

  /**
   * Builds it with kernels of some widths alone, in a third of the time.
   *
   * @param widths such as {@code 16 64}; empty: all
   */
  public static Replay built(Form form, String widths) throws IOException, InterruptedException {
    EmulatedDriver.requireBuilt();
    build(widths, List.of(form.word()));
    String folder = form.word() + (widths.isEmpty() ? "" : "-" + widths.replace(' ', '-'));
    return new Replay(module().resolve("target/replay/" + folder + "/replay"), false);
  }

  /**
   * Builds it with a mistake.
   *
   * @param widths those that kernels are built for
   * @throws IllegalArgumentException if the text to be replaced is not there, so that a mistake
   *     that is none does not go unnoticed
   */
  public static Replay with(Form form, String widths, Mistake mistake, Path folder)
      throws IOException, InterruptedException {
    Path source = module().resolve("src/main/cuda").resolve(mistake.file());
    String text = Files.readString(source);
    if (!text.contains(mistake.wrong())) {
      throw new IllegalArgumentException(mistake.file() + " has no " + mistake.wrong());
    }
    Files.createDirectories(folder);
    String wrong = text.replace(mistake.wrong(), mistake.instead());
    Files.writeString(folder.resolve(mistake.file()), wrong);
    Path program = folder.resolve("replay");
    build(widths, List.of(form.word(), folder.toString(), program.toString()));
    return new Replay(program, true);
  }

  private static void build(String widths, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add("bash");
    command.add(module().resolve("src/test/emulator/build-replay.sh").toString());
    command.add(module().toString());
    command.addAll(arguments);
    Outcome outcome = execute(command, Map.of("GRAVMF_WIDTHS", widths));
    if (outcome.exit() != 0) {
      throw new IllegalStateException(outcome.output());
    }
  }

  /** The same, but it ends at the first race. */
  public Replay untilTheFirst() {
    return new Replay(program, true);
  }

  /** Replays records, with options as its main.cpp lists them. */
  public Outcome run(List<Path> records, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    // Where addresses are too random for it, ThreadSanitizer cannot start.
    if (Stream.of("/usr/bin/setarch", "/bin/setarch").map(Path::of).anyMatch(Files::exists)) {
      command.addAll(List.of("setarch", "--addr-no-randomize"));
    }
    command.add(program.toString());
    command.addAll(List.of(options));
    records.forEach(record -> command.add(record.toString()));
    return execute(command, endsAtFirstRace ? Map.of("TSAN_OPTIONS", "halt_on_error=1") : Map.of());
  }

  private static Outcome execute(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}

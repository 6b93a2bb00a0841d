package io.gravmf.search;

import io.gravmf.data.InvalidInputException;
import io.gravmf.format.AtomicFile;
import io.gravmf.format.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The outcomes of a search as CSV, from which it can go on. Above the columns' names is a line that
 * says which search it is. The file is replaced as a whole, so that no reader finds half of it.
 */
public final class SearchCsv {

  private static final String IDENTITY = "# ";
  private static final int OF_OUTCOME = 4;

  private final Path file;
  private final String identity;
  private final SearchSpace space;
  private final long seed;

  /**
   * Takes what a search depends on.
   *
   * @param identity all of it but the space and the seed, in one line
   */
  public SearchCsv(Path file, String identity, SearchSpace space, long seed) {
    this.file = file;
    this.space = space;
    this.seed = seed;
    this.identity =
        IDENTITY + identity + ", seed " + seed + ", ranges " + Integer.toHexString(hash(space));
  }

  /** Of the text, not the objects: the same in every JVM. Lines may move. */
  private static int hash(SearchSpace space) {
    return space.settings().stream()
        .map(setting -> setting.name() + setting.range())
        .collect(Collectors.joining("\n"))
        .hashCode();
  }

  /** Writes outcomes in the order in which they are given. */
  public void write(List<Outcome> outcomes) {
    StringBuilder text = new StringBuilder(identity).append('\n').append(header()).append('\n');
    for (Outcome outcome : outcomes) {
      text.append(outcome.trial()).append(',').append(outcome.rung()).append(',');
      text.append(outcome.score()).append(',').append(outcome.seconds()).append(',');
      text.append(String.join(",", space.draw(seed, outcome.trial()).values())).append('\n');
    }
    AtomicFile.write(file, text.toString());
  }

  private String header() {
    return "trial,rung,score,seconds,"
        + space.settings().stream().map(SearchSpace.Setting::name).collect(Collectors.joining(","));
  }

  /**
   * Reads what an earlier run of the same search wrote.
   *
   * @throws InvalidInputException if the file is another search's, or damaged
   */
  public List<Outcome> read() {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw FileFailure.reading(file, e);
    }
    require(!lines.isEmpty() && lines.get(0).equals(identity), 1, "'" + identity + "'");
    require(lines.size() > 1 && lines.get(1).equals(header()), 2, "'" + header() + "'");
    List<Outcome> outcomes = new ArrayList<>();
    for (int line = 3; line <= lines.size(); line++) {
      outcomes.add(outcome(lines.get(line - 1), line));
    }
    return outcomes;
  }

  private Outcome outcome(String text, int line) {
    String[] fields = text.split(",", OF_OUTCOME + 1);
    require(fields.length == OF_OUTCOME + 1, line, "five columns or more");
    try {
      Outcome outcome =
          new Outcome(
              Integer.parseInt(fields[0]),
              Integer.parseInt(fields[1]),
              Double.parseDouble(fields[2]),
              Double.parseDouble(fields[3]));
      require(
          outcome.trial() >= 0
              && outcome.rung() >= 0
              && outcome.rung() < SuccessiveHalving.RUNGS
              && String.join(",", space.draw(seed, outcome.trial()).values())
                  .equals(fields[OF_OUTCOME]),
          line,
          "an outcome of this search");
      return outcome;
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          file + " line " + line + ": " + e.getMessage() + ", expected numbers", e);
    }
  }

  private void require(boolean holds, int line, String expected) {
    if (!holds) {
      throw new InvalidInputException(
          file
              + " line "
              + line
              + ": is not of this search, expected "
              + expected
              + "; another --out begins anew");
    }
  }
}

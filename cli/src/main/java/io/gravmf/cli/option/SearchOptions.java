package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is searched, for how long, and where that is written. */
public final class SearchOptions {

  @Option(
      names = "--objective",
      paramLabel = "FIGURE",
      description = "rmse, mae, or of lists ndcg@10, recall@20, ...; default: rmse.",
      converter = SearchObjective.Converter.class)
  private SearchObjective objective = new SearchObjective("rmse", List.of());

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "How many settings to draw; 27 compete with one another; default: 81.")
  private int trials = 81;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description = "Begin no trial after 60s, 5m or 2h; default: no limit.",
      converter = SecondsConverter.class)
  private Double budget;

  @Option(
      names = "--space",
      paramLabel = "FILE",
      description = "The ranges; default: wide ones, which --print-space shows.")
  private Path space;

  @Option(names = "--print-space", description = "Print the ranges as a file, and end.")
  private boolean printSpace;

  @Option(names = "--out", paramLabel = "FILE", description = "Write each trial's score as CSV.")
  private Path out;

  @Option(
      names = "--resume",
      description = "Go on with the search in --out; the same as without a pause.")
  private boolean resume;

  @Option(names = "--picture", paramLabel = "FILE", description = "Draw the scores as a PNG.")
  private Path picture;

  /** Returns the figure to improve. */
  public SearchObjective objective() {
    return objective;
  }

  /** Returns how many trials to draw. */
  public int trials() {
    if (trials < 1 || trials > 1_000_000) {
      throw new InvalidInputException("--trials is " + trials + ", expected 1 to 1000000");
    }
    return trials;
  }

  /** Returns after how many seconds to begin no trial. */
  public double budget() {
    return budget == null ? Double.POSITIVE_INFINITY : budget;
  }

  /** Returns the file of ranges, or null. */
  public Path space() {
    return space;
  }

  /** Returns whether the ranges are all that is asked for. */
  public boolean printsSpace() {
    return printSpace;
  }

  /** Returns where to write, or null. */
  public Path out() {
    return out;
  }

  /** Returns whether to go on with what is written there. */
  public boolean isResumed() {
    return resume;
  }

  /** Returns where to draw, or null. */
  public Path picture() {
    return picture;
  }

  /** Reads a time. */
  static final class SecondsConverter implements ITypeConverter<Double> {

    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(s|m|h)");

    @Override
    public Double convert(String value) {
      Matcher matcher = TIME.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException("found '" + value + "', expected such as 60s, 5m or 2h");
      }
      double unit =
          switch (matcher.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            default -> 3600;
          };
      return unit * Long.parseLong(matcher.group(1));
    }
  }
}

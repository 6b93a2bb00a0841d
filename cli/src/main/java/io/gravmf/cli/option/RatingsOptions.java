package io.gravmf.cli.option;

import io.gravmf.data.read.RatingsFormat;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.data.read.ReadResult;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** How to read a file of ratings. */
public final class RatingsOptions {

  @Option(
      names = "--format",
      paramLabel = "F",
      description = {
        "auto, ml-100k, ml-1m or csv; default: auto, by the first line.",
        "gzip and single-file zip are read as they are."
      },
      converter = FormatConverter.class)
  private RatingsFormat format = RatingsFormat.AUTO;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "C",
      description = "Columns of user, item, rating[, time]: names or numbers from 1.")
  private List<String> columns = List.of();

  @Option(
      names = "--delimiter",
      paramLabel = "D",
      description = "What separates columns, one character; \\t is a tab.",
      converter = DelimiterConverter.class)
  private Character delimiter;

  @Option(
      names = "--skip-bad-lines",
      description = "Count and report bad lines instead of stopping at the first.")
  private boolean skipBadLines;

  /** Returns how to read, for the engine. */
  public ReadOptions toReadOptions(boolean keepTimestamps) {
    return new ReadOptions(format, columns, delimiter, skipBadLines, keepTimestamps);
  }

  /** Reports what a person should know about what was read. */
  public static void report(ReadResult read, PrintWriter to) {
    if (read.badLines() > 0) {
      to.println("skipped " + read.badLines() + " bad lines:");
      read.firstBadLines().forEach(line -> to.println("  " + line));
      if (read.badLines() > read.firstBadLines().size()) {
        to.println("  and " + (read.badLines() - read.firstBadLines().size()) + " more");
      }
    }
    if (read.duplicates() > 0) {
      to.println(read.duplicates() + " ratings repeat an earlier (user, item) pair; each counts");
    }
    if (read.unknown() > 0) {
      to.println(read.unknown() + " ratings are of unknown users or items and are left out");
    }
  }

  /** Accepts {@code ml-100k} for {@link RatingsFormat#ML_100K}. */
  static final class FormatConverter implements picocli.CommandLine.ITypeConverter<RatingsFormat> {
    @Override
    public RatingsFormat convert(String value) {
      return switch (value) {
        case "auto" -> RatingsFormat.AUTO;
        case "ml-100k" -> RatingsFormat.ML_100K;
        case "ml-1m" -> RatingsFormat.ML_1M;
        case "csv" -> RatingsFormat.CSV;
        default ->
            throw new picocli.CommandLine.TypeConversionException(
                "found '" + value + "', expected auto, ml-100k, ml-1m or csv");
      };
    }
  }

  /** Accepts one character, or {@code \t}. */
  static final class DelimiterConverter implements picocli.CommandLine.ITypeConverter<Character> {
    @Override
    public Character convert(String value) {
      if (value.equals("\\t")) {
        return '\t';
      }
      if (value.length() != 1 || value.charAt(0) > 127) {
        throw new picocli.CommandLine.TypeConversionException(
            "found '" + value + "', expected one ASCII character or \\t");
      }
      return value.charAt(0);
    }
  }
}

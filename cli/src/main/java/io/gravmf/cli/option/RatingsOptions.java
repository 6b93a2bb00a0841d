package io.gravmf.cli.option;

import io.gravmf.data.read.RatingsFormat;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.data.read.ReadResult;
import io.gravmf.data.text.TextOptions;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import picocli.CommandLine.Option;

/** How to read a file of ratings. */
public final class RatingsOptions {

  @Option(
      names = "--format",
      paramLabel = "F",
      description = {
        "auto, ml-100k, ml-1m, csv, netflix or matrix-market; default: auto.",
        "gzip and zip are read as they are, pipes too."
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
      description = "What separates columns: a character, \\t for tabs, ' ' for blanks.",
      converter = DelimiterConverter.class)
  private Character delimiter;

  @Option(
      names = "--decimal",
      paramLabel = "C",
      description = "What precedes a rating's decimals, . or a comma; default: a dot.")
  private char decimal = '.';

  @Option(
      names = "--header",
      negatable = true,
      description = "Whether the first line names the columns; default: as it looks.")
  private Boolean header;

  @Option(
      names = "--quotes",
      negatable = true,
      description = "Whether double quotes enclose columns; default: yes, of tabs as line 1 shows.")
  private Boolean quotes;

  @Option(names = "--no-comments", description = "Lines that start with # are ratings.")
  private boolean noComments;

  @Option(
      names = "--encoding",
      paramLabel = "E",
      description = "Such as latin1 or utf-16; default: UTF-8, or Latin-1 where it is not that.",
      converter = EncodingConverter.class)
  private Charset encoding;

  @Option(names = "--member", paramLabel = "NAME", description = "Which file of a zip of several.")
  private String member;

  @Option(
      names = "--unpack-limit",
      paramLabel = "N",
      description = "How many times its size gzip or zip may unpack to; default: 100.")
  private long unpackLimit = TextOptions.DEFAULT_UNPACK_LIMIT;

  @Option(
      names = "--skip-bad-lines",
      description = "Count and report bad lines instead of stopping at the first.")
  private boolean skipBadLines;

  /** Returns how to read. */
  public ReadOptions toReadOptions(boolean keepTimestamps) {
    TextOptions text =
        TextOptions.DEFAULT.withEncoding(encoding).withMember(member).withUnpackLimit(unpackLimit);
    return new ReadOptions(
        format,
        columns,
        delimiter,
        decimal,
        header,
        quotes,
        !noComments,
        skipBadLines,
        keepTimestamps,
        text);
  }

  /** Reports what a person should know about what was read. */
  public static void report(ReadResult read, PrintWriter to) {
    read.notes().forEach(to::println);
    reportBadLines(read.badLines(), read.firstBadLines(), to);
    if (read.duplicates() > 0) {
      to.println(read.duplicates() + " ratings repeat an earlier (user, item) pair; each counts");
    }
    if (read.unknown() > 0) {
      to.println(read.unknown() + " ratings are of unknown users or items and are left out");
    }
  }

  static void reportBadLines(long count, List<String> first, PrintWriter to) {
    if (count > 0) {
      to.println("skipped " + count + " bad lines:");
      first.forEach(line -> to.println("  " + line));
      if (count > first.size()) {
        to.println("  and " + (count - first.size()) + " more");
      }
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
        case "netflix" -> RatingsFormat.NETFLIX;
        case "matrix-market" -> RatingsFormat.MATRIX_MARKET;
        default ->
            throw new picocli.CommandLine.TypeConversionException(
                "found '"
                    + value
                    + "', expected auto, ml-100k, ml-1m, csv, netflix or matrix-market");
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

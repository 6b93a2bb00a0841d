package io.gravmf.cli.option;

import picocli.CommandLine.Option;

/** How CSV is written. */
public final class CsvOptions {

  @Option(
      names = "--safe-csv",
      description = {
        "For spreadsheets: an apostrophe before ids and titles that these would run as",
        "formulas (= + - @); numbers stay."
      })
  private boolean safe;

  /** For picocli. */
  public CsvOptions() {}

  /** Returns whether cells must not begin as formulas do. */
  public boolean isSafe() {
    return safe;
  }
}

package io.gravmf.cli.notebook;

import io.gravmf.data.Split;
import io.gravmf.evaluate.SanityChecks;
import java.util.Locale;

/** What came of a step, in a line. */
public final class ReportText {

  private ReportText() {}

  /** Says how ratings were divided. */
  public static String of(Split split) {
    return String.format(
        Locale.ROOT,
        "%s: %d train (mean %.6f), %d validate",
        split.description(),
        split.train().size(),
        split.train().mean(),
        split.validation().size());
  }

  /** Says whether a check passed, and its figures. */
  public static String verdict(boolean passed, String figures) {
    return (passed ? "passed: " : "FAILED: ") + figures;
  }

  /** Says what the check of single entries found. */
  public static String of(SanityChecks.Entries entries) {
    return String.format(
        Locale.ROOT,
        "%d of %d random training ratings are the file's",
        entries.sampled() - entries.wrong(),
        entries.sampled());
  }

  /** Says what the check of near predictions found. */
  public static String of(SanityChecks.Close close) {
    if (close.validation() == 0) {
      return "no ratings were held out";
    }
    return String.format(
        Locale.ROOT,
        "%d of %d held-out ratings are predicted to within %s; the largest of these errors is"
            + " %.6f",
        close.selected(),
        close.validation(),
        SanityChecks.CLOSE,
        close.largest());
  }

  /** Says how well a map was laid out. */
  public static String of(MovieMaps.Placed placed) {
    return String.format(
        Locale.ROOT,
        "%d movies in 3 dimensions and in 2, %d iterations, KL divergence %.4f",
        placed.map().movies().size(),
        placed.iterations(),
        placed.klDivergence());
  }
}

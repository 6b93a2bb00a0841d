package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often to write a checkpoint: every so many epochs, or every so many seconds.
 *
 * @param epochs 0: not by epochs
 * @param seconds 0: not by time
 */
public record CheckpointInterval(int epochs, double seconds) {

  /** Never. */
  public static final CheckpointInterval NONE = new CheckpointInterval(0, 0);

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h)?");
  private static final Map<String, Double> SECONDS =
      Map.of("ms", 1e-3, "s", 1.0, "m", 60.0, "h", 3600.0);

  /** Returns whether any is to be written. */
  public boolean isSet() {
    return epochs > 0 || seconds > 0;
  }

  /**
   * Reads {@code 100} or {@code 30s}.
   *
   * @param text null: never
   * @throws InvalidInputException if it is neither
   */
  public static CheckpointInterval of(String text) {
    if (text == null) {
      return NONE;
    }
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      String unit = matcher.group(2);
      double number = Double.parseDouble(matcher.group(1));
      if (unit != null && number > 0) {
        return new CheckpointInterval(0, number * SECONDS.get(unit));
      }
      if (unit == null && number == (int) number) {
        return new CheckpointInterval((int) number, 0);
      }
    }
    throw new InvalidInputException(
        "--checkpoint-every: found '"
            + text
            + "', expected a number of epochs such as 100, or a time such as 30s, 500ms, 10m");
  }
}

package io.gravmf.spark.command;

import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.util.Locale;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/**
 * What a user is told of an exception: one line and an exit code.
 *
 * @param line what was found and what was expected
 * @param exitCode 2 where the user can change something: words, files, ratings; 1 else
 */
public record Failure(String line, int exitCode) {

  private static final int INTERNAL = 1;
  private static final int BAD_INPUT = 2;

  /** Finds what to say: Spark wraps what a task met, and says a page of what it did then. */
  public static Failure of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String line = line(cause);
      if (!line.isEmpty()) {
        return new Failure(line, BAD_INPUT);
      }
    }
    Throwable deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return new Failure(
        deepest.getClass().getSimpleName() + ": " + firstLine(deepest) + " (--debug shows where)",
        INTERNAL);
  }

  /** Returns what an exception says of the user's input, or nothing. */
  private static String line(Throwable cause) {
    if (cause instanceof SparkThrowable known && known.getCondition() != null) {
      if (known.getCondition().equals("USER_RAISED_EXCEPTION")) {
        return known.getMessageParameters().getOrDefault("errorMessage", firstLine(cause));
      }
      if (known.getCondition().startsWith("FAILED_READ_FILE")) {
        return firstLine(cause);
      }
    }
    if (cause instanceof AnalysisException analysis) {
      return "PATH_NOT_FOUND".equals(analysis.getCondition())
          ? analysis.getMessageParameters().get("path") + ": there is no such file or folder"
          : firstLine(cause);
    }
    if (cause instanceof IOException && !(cause.getCause() instanceof IOException)) {
      // Of some the class alone says what happened: FileNotFoundException, AccessDeniedException.
      String kind = cause.getClass().getSimpleName().replace("Exception", "");
      return words(kind) + ": " + firstLine(cause);
    }
    boolean ours =
        cause instanceof InvalidInputException
            || cause instanceof IllegalArgumentException
            || (cause instanceof IllegalStateException && isOurs(cause));
    return ours ? firstLine(cause) : "";
  }

  /** Whether gravmf threw it itself: a loss that is not finite, a model too great to export. */
  private static boolean isOurs(Throwable cause) {
    StackTraceElement[] places = cause.getStackTrace();
    return places.length > 0 && places[0].getClassName().startsWith("io.gravmf.");
  }

  private static String words(String kind) {
    String words = kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return words.equals("io") || words.isEmpty() ? "cannot read or write" : words;
  }

  private static String firstLine(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return "no more is known";
    }
    String line = message.strip().lines().findFirst().orElse("");
    // Spark's names of kinds of errors, and Scala's of a check.
    return line.replaceFirst("^(\\[[A-Z0-9_.]+] |requirement failed: )", "")
        .replaceFirst(" SQLSTATE: \\w+$", "");
  }
}

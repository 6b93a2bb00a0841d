package io.gravmf.examples.service;

import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The body of a request: lines of an item's id, a comma and a rating. */
final class RatingsBody {

  private static final int MOST_BYTES = 1 << 16;

  private RatingsBody() {}

  /**
   * Reads a body.
   *
   * @throws InvalidInputException if it is too long, empty, or a line is something else
   */
  static Map<String, Float> read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new InvalidInputException("found a longer body, expected at most 65536 bytes");
    }
    Map<String, Float> ratings = new HashMap<>();
    new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> add(line, ratings));
    if (ratings.isEmpty()) {
      throw new InvalidInputException("found no ratings, expected lines such as 242,4.5");
    }
    return ratings;
  }

  private static void add(String line, Map<String, Float> ratings) {
    int comma = line.lastIndexOf(',');
    try {
      float rating = Float.parseFloat(line.substring(comma + 1));
      if (comma > 0 && Float.isFinite(rating)) {
        ratings.put(line.substring(0, comma), rating);
        return;
      }
    } catch (NumberFormatException e) {
      throw refusal(line, e);
    }
    throw refusal(line, null);
  }

  private static InvalidInputException refusal(String line, Throwable cause) {
    return new InvalidInputException(
        "found the line '" + line + "', expected an item and a rating, such as 242,4.5", cause);
  }
}

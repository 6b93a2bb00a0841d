package io.gravmf.data.read;

import io.gravmf.data.IdInterner;
import io.gravmf.data.IdMap;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads ratings from the layouts of MovieLens, the Netflix prize and Matrix Market, and from any
 * delimited text: plain, gzip or zip, from a disk or through a pipe.
 *
 * <p>Integer ids that are exactly 1 to n map to the row one below; otherwise rows follow ascending
 * ids. Ids that are not all integers are text; {@link ReadResult#notes()} say so where few are not.
 */
public final class RatingsReader {

  private RatingsReader() {}

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if the file or a line of it is bad; the message has file, line,
   *     column, what was found and what was expected
   */
  public static ReadResult read(Path file, ReadOptions options) {
    RawRatings raw = RawRatings.read(file, options, false);
    IdMap users = raw.users().toMap();
    IdMap items = raw.items().toMap();
    return result(raw, users, items);
  }

  /**
   * Reads a file whose users and items are those of a model; ratings of others are left out and
   * counted.
   *
   * @throws InvalidInputException also if no rating is left
   */
  public static ReadResult read(Path file, ReadOptions options, IdMap users, IdMap items) {
    RawRatings raw = RawRatings.read(file, options, false);
    ReadResult result = result(raw, users, items);
    if (result.ratings().size() == 0) {
      throw new InvalidInputException(
          file + ": none of its " + raw.size() + " ratings is of a known user and item");
    }
    return result;
  }

  /**
   * Reads the ratings that new users gave to a model's items; ratings of other items are left out
   * and counted. Delimited text may have two columns, item and rating: all of them are one user's,
   * whose id is then {@code new}.
   *
   * @throws InvalidInputException also if no rating is left
   */
  public static ReadResult readNewUsers(Path file, ReadOptions options, IdMap items) {
    RawRatings raw = RawRatings.read(file, options, true);
    ReadResult result = result(raw, raw.users().toMap(), items);
    if (result.ratings().size() == 0) {
      throw new InvalidInputException(
          file + ": none of its " + raw.size() + " ratings is of a known item");
    }
    return result;
  }

  /**
   * Reads training and validation ratings from two files over the users and items of both.
   *
   * @param train receives the first file's
   * @param validation the second file
   * @throws InvalidInputException if a file or a line of one is bad
   */
  public static Pair readPair(Path train, Path validation, ReadOptions options) {
    RawRatings first = RawRatings.read(train, options, false);
    RawRatings second = RawRatings.read(validation, options, false);
    IdMap users = union(first.users(), second.users());
    IdMap items = union(first.items(), second.items());
    return new Pair(result(first, users, items), result(second, users, items));
  }

  /**
   * Two files read over the same users and items.
   *
   * @param train the ratings to fit
   * @param validation the ratings held out
   */
  public record Pair(ReadResult train, ReadResult validation) {}

  private static IdMap union(IdInterner first, IdInterner second) {
    IdInterner both = new IdInterner();
    for (IdInterner part : new IdInterner[] {first, second}) {
      IdMap map = part.toMap();
      for (int row = 0; row < map.size(); row++) {
        String id = map.id(row);
        if (part.isText()) {
          both.number(id);
        } else {
          both.number(Long.parseLong(id));
        }
      }
    }
    return both.toMap();
  }

  private static ReadResult result(RawRatings raw, IdMap users, IdMap items) {
    int[] userRows = raw.users().rows(users);
    int[] itemRows = raw.items().rows(items);
    int[] ratedBy = raw.userNumbers();
    int[] rated = raw.itemNumbers();
    float[] values = raw.values();
    long[] times = raw.times();
    int kept = 0;
    int size = raw.size();
    for (int k = 0; k < size; k++) {
      int user = userRows[ratedBy[k]];
      int item = itemRows[rated[k]];
      if (user >= 0 && item >= 0) {
        ratedBy[kept] = user;
        rated[kept] = item;
        values[kept] = values[k];
        if (times != null) {
          times[kept] = times[k];
        }
        kept++;
      }
    }
    if (kept < size) {
      ratedBy = Arrays.copyOf(ratedBy, kept);
      rated = Arrays.copyOf(rated, kept);
      values = Arrays.copyOf(values, kept);
      times = times == null ? null : Arrays.copyOf(times, kept);
    }
    Ratings ratings = new Ratings(ratedBy, rated, values, times, users, items);
    return new ReadResult(
        ratings,
        raw.layout().format(),
        raw.lineCount(),
        duplicates(ratings),
        raw.badLines(),
        raw.firstBadLines(),
        (long) size - kept,
        raw.notes());
  }

  /**
   * Counts the ratings that repeat an earlier pair: items are grouped by user, and an item that was
   * last seen with the same user is a repetition.
   */
  private static long duplicates(Ratings ratings) {
    int[] users = ratings.users();
    int[] ends = new int[ratings.userCount() + 1];
    for (int user : users) {
      ends[user + 1]++;
    }
    for (int user = 0; user < ratings.userCount(); user++) {
      ends[user + 1] += ends[user];
    }
    int[] grouped = new int[users.length];
    for (int k = 0; k < users.length; k++) {
      grouped[ends[users[k]]++] = ratings.items()[k];
    }
    int[] lastSeen = new int[ratings.itemCount()];
    Arrays.fill(lastSeen, -1);
    long duplicates = 0;
    int entry = 0;
    for (int user = 0; user < ratings.userCount(); user++) {
      for (; entry < ends[user]; entry++) {
        if (lastSeen[grouped[entry]] == user) {
          duplicates++;
        }
        lastSeen[grouped[entry]] = user;
      }
    }
    return duplicates;
  }
}

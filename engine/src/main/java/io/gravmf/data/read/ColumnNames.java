package io.gravmf.data.read;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What files call the columns of ratings; of several in a header the first here counts. */
public final class ColumnNames {

  private static final List<String> USERS =
      List.of(
          "userid",
          "user",
          "uid",
          "reviewerid",
          "customerid",
          "memberid",
          "profileid",
          "accountid",
          "visitorid",
          "username",
          "profilename",
          "profile",
          "reviewer",
          "customer");

  private static final List<String> ITEMS =
      List.of(
          "movieid",
          "movie",
          "itemid",
          "item",
          "iid",
          "bookid",
          "isbn",
          "asin",
          "parentasin",
          "productid",
          "animeid",
          "artistid",
          "songid",
          "trackid",
          "gameid",
          "businessid",
          "recipeid",
          "jokeid",
          "beerid",
          "articleid",
          "contentid",
          "book",
          "product",
          "artist",
          "song",
          "track",
          "game");

  private static final List<String> RATINGS =
      List.of(
          "rating",
          "score",
          "stars",
          "overall",
          "bookrating",
          "userrating",
          "reviewscore",
          "reviewoverall",
          "ratingscore",
          "preference",
          "value",
          "weight",
          "plays",
          "playcount",
          "count");

  private static final List<String> TIMES =
      List.of(
          "timestamp",
          "time",
          "unixtimestamp",
          "unixreviewtime",
          "unixtime",
          "datetime",
          "date",
          "ts",
          "reviewtime",
          "createdat",
          "dateupdated",
          "reviewdate");

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");

  /** RecBole writes {@code rating:float}. */
  private static final Pattern REMARK = Pattern.compile("[:(\\[].*", Pattern.DOTALL);

  private ColumnNames() {}

  /** Returns the place of the users' column in a header, or -1; likewise the others. */
  static int user(List<String> header) {
    return place(header, USERS);
  }

  /** Returns the place of the items' column in a header, or -1. */
  public static int item(List<String> header) {
    return place(header, ITEMS);
  }

  static int rating(List<String> header) {
    return place(header, RATINGS);
  }

  static int time(List<String> header) {
    return place(header, TIMES);
  }

  /**
   * Returns the place of the first of some names that a header has, whatever its case and what
   * joins its words, or -1.
   *
   * @param known the names in lower case, without anything between words
   */
  public static int place(List<String> header, List<String> known) {
    List<String> names = header.stream().map(ColumnNames::plain).toList();
    return known.stream().mapToInt(names::indexOf).filter(at -> at >= 0).findFirst().orElse(-1);
  }

  /** Returns the place of a name as it is or else whatever its case, or -1. */
  public static int placeOf(List<String> header, String name) {
    int place = header.indexOf(name);
    for (int k = 0; place < 0 && k < header.size(); k++) {
      place = header.get(k).equalsIgnoreCase(name) ? k : -1;
    }
    return place;
  }

  /** Returns whether a column is named by its number. */
  static boolean isNumber(String name) {
    return NUMBER.matcher(name).matches();
  }

  /**
   * Returns the place of a column that somebody wants, or -1.
   *
   * @param first the first line's fields
   * @param wanted a name, if these are names, or a number from 1
   * @param columns how many columns there are
   */
  public static int wanted(List<String> first, String wanted, boolean header, int columns) {
    int place = header ? placeOf(first, wanted) : -1;
    if (place < 0 && isNumber(wanted)) {
      place = Integer.parseInt(wanted) - 1;
    }
    return place < columns ? place : -1;
  }

  /** Leaves out case, what joins words, and types or remarks behind a colon or a bracket. */
  private static String plain(String name) {
    return REMARK.matcher(name).replaceFirst("").toLowerCase(Locale.ROOT).replaceAll("[_ /.-]", "");
  }
}

package io.gravmf.data.items;

import io.gravmf.data.NearestNames;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds items by title, whatever its case, accents and punctuation, with or without its year, and
 * with its article in front, behind or left out: {@code the shawshank redemption} finds {@code
 * Shawshank Redemption, The (1994)}. Where a title has another in brackets, either finds it.
 */
public final class TitleIndex {

  private static final Pattern YEAR = Pattern.compile("^(.*)\\(([0-9]{4})[^()]{0,6}\\)\\s*$");
  private static final Pattern OTHER_TITLE = Pattern.compile("\\(([^()]*)\\)");
  private static final String ARTICLES =
      "(the|an?|le|la|les|l'|une?|il|lo|i|gli|el|los|las|der|die|das|ein|eine|den|det|de|het|o|os|as)";
  private static final Pattern ARTICLE_BEHIND =
      Pattern.compile("^(.*\\S)\\s*,\\s*" + ARTICLES + "$");

  /** Without those that are other words in English, as in Die Hard and As Good as It Gets. */
  private static final Pattern ARTICLE_IN_FRONT =
      Pattern.compile(
          "^(?:(?:the|an?|le|la|les|une?|il|gli|el|los|las|der|das|eine?|det|het) |l['\u2019])(.+)$");

  private final List<List<Key>> keys = new ArrayList<>();

  /**
   * What titles are compared by.
   *
   * @param words in lower case, the article in front, without accents and punctuation
   * @param bare the same without the article, which people leave out
   * @param year empty where the title has none
   */
  private record Key(String words, String bare, String year) {

    boolean fits(Key wanted, Function<Key, String> form) {
      return form.apply(this).equals(form.apply(wanted))
          && (wanted.year.isEmpty() || year.isEmpty() || year.equals(wanted.year));
    }
  }

  /**
   * Reads the titles.
   *
   * @param titles by row, null where an item has none
   */
  public TitleIndex(List<String> titles) {
    for (String title : titles) {
      keys.add(title == null ? List.of() : keys(title));
    }
  }

  /** Returns the keys of a title, that of the whole title first. */
  private static List<Key> keys(String title) {
    Matcher dated = YEAR.matcher(title);
    boolean hasYear = dated.matches();
    String text = hasYear ? dated.group(1) : title;
    String year = hasYear ? dated.group(2) : "";
    Set<Key> keys = new LinkedHashSet<>();
    keys.add(key(text, year));
    keys.add(key(OTHER_TITLE.matcher(text).replaceAll(" "), year));
    Matcher other = OTHER_TITLE.matcher(text);
    while (other.find()) {
      keys.add(key(other.group(1), year));
    }
    return keys.stream().filter(key -> !key.words().isEmpty()).toList();
  }

  private static Key key(String title, String year) {
    String plain =
        Normalizer.normalize(title, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .strip();
    Matcher behind = ARTICLE_BEHIND.matcher(plain);
    if (behind.matches()) {
      String article = behind.group(2);
      String space = article.endsWith("'") ? "" : " ";
      return new Key(words(article + space + behind.group(1)), words(behind.group(1)), year);
    }
    String words = words(plain);
    Matcher inFront = ARTICLE_IN_FRONT.matcher(plain);
    String bare = inFront.matches() ? words(inFront.group(1)) : words;
    return new Key(words, bare.isEmpty() ? words : bare, year);
  }

  private static String words(String plain) {
    return plain.replaceAll("['\u2019]", "").replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }

  /**
   * Returns the rows of a title, ascending: several where the years differ and none was given, or
   * where items share a title; none where no item has it.
   */
  public int[] find(String title) {
    List<Key> wanted = keys(title);
    if (wanted.isEmpty()) {
      return new int[0];
    }
    int[] exact = rows(wanted.get(0), Key::words);
    return exact.length > 0 ? exact : rows(wanted.get(0), Key::bare);
  }

  private int[] rows(Key wanted, Function<Key, String> form) {
    return rows(key -> key.fits(wanted, form)).toArray();
  }

  /**
   * Returns the rows whose titles contain others' words: those that do so as whole words first,
   * each ascending.
   */
  public int[] containing(String title) {
    List<Key> wanted = keys(title);
    if (wanted.isEmpty()) {
      return new int[0];
    }
    String part = wanted.get(0).bare();
    String word = " " + part + " ";
    return IntStream.concat(
            rows(key -> (" " + key.words() + " ").contains(word)),
            rows(key -> key.words().contains(part)))
        .distinct()
        .toArray();
  }

  private IntStream rows(Predicate<Key> condition) {
    return IntStream.range(0, keys.size())
        .filter(row -> keys.get(row).stream().anyMatch(condition));
  }

  /**
   * Returns the rows of the titles most like one that no item has: those that contain its words
   * before the others, each by edit distance.
   */
  public List<Integer> nearest(String title, int count) {
    String wanted = bareWords(keys(title));
    Set<Integer> rows =
        new LinkedHashSet<>(
            NearestNames.find(wanted, keys.size(), row -> containing(wanted, row), count));
    rows.addAll(
        NearestNames.find(
            wanted,
            keys.size(),
            row -> keys.get(row).isEmpty() ? null : bareWords(keys.get(row)),
            count));
    return rows.stream().limit(count).toList();
  }

  /** Returns a row's words if they contain others, or null. */
  private String containing(String wanted, int row) {
    String words = bareWords(keys.get(row));
    return !wanted.isEmpty() && words.contains(wanted) ? words : null;
  }

  private static String bareWords(List<Key> keys) {
    return keys.isEmpty() ? "" : keys.get(0).bare();
  }
}

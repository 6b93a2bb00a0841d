package io.gravmf.data.items;

import io.gravmf.data.NearestNames;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds items by title, whatever its case, accents and punctuation, with or without its year, and
 * with the article in front or behind: {@code the shawshank redemption} finds {@code Shawshank
 * Redemption, The (1994)}. Where a title has another in brackets, either finds it.
 */
public final class TitleIndex {

  private static final Pattern YEAR = Pattern.compile("^(.*)\\(([0-9]{4})[^()]{0,6}\\)\\s*$");
  private static final Pattern OTHER_TITLE = Pattern.compile("\\(([^()]*)\\)");
  private static final String ARTICLES =
      "(the|an?|le|la|les|l'|une?|il|lo|i|gli|el|los|las|der|die|das|ein|eine|den|det|de|het|o|os|as)";
  private static final Pattern ARTICLE_BEHIND =
      Pattern.compile("^(.*\\S)\\s*,\\s*" + ARTICLES + "$");
  private static final Pattern ARTICLE_IN_FRONT = Pattern.compile("^(the|an?) (.+)$");

  private final List<List<Key>> keys = new ArrayList<>();

  /**
   * What titles are compared by.
   *
   * @param words in lower case, the article in front, without accents and punctuation
   * @param year empty where the title has none
   */
  private record Key(String words, String year) {

    boolean fits(Key wanted) {
      return words.equals(wanted.words)
          && (wanted.year.isEmpty() || year.isEmpty() || year.equals(wanted.year));
    }

    /** Without an article in front, which people leave out. */
    Key bare() {
      Matcher article = ARTICLE_IN_FRONT.matcher(words);
      return article.matches() ? new Key(article.group(2), year) : this;
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
    Set<String> words = new LinkedHashSet<>();
    words.add(words(text));
    words.add(words(OTHER_TITLE.matcher(text).replaceAll(" ")));
    Matcher other = OTHER_TITLE.matcher(text);
    while (other.find()) {
      words.add(words(other.group(1)));
    }
    words.remove("");
    return words.stream().map(word -> new Key(word, year)).toList();
  }

  private static String words(String title) {
    String plain =
        Normalizer.normalize(title, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .strip();
    Matcher behind = ARTICLE_BEHIND.matcher(plain);
    if (behind.matches()) {
      String article = behind.group(2);
      plain = article + (article.endsWith("'") ? "" : " ") + behind.group(1);
    }
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
    int[] exact = rows(wanted.get(0), false);
    return exact.length > 0 ? exact : rows(wanted.get(0).bare(), true);
  }

  private int[] rows(Key wanted, boolean bare) {
    int[] rows = new int[keys.size()];
    int count = 0;
    for (int row = 0; row < rows.length; row++) {
      if (keys.get(row).stream().anyMatch(key -> (bare ? key.bare() : key).fits(wanted))) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
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
    return keys.isEmpty() ? "" : keys.get(0).bare().words();
  }
}

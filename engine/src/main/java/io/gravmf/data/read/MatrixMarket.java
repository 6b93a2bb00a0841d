package io.gravmf.data.read;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.Dialect;
import io.gravmf.data.text.FieldReader;
import io.gravmf.data.text.LineReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The head of a Matrix Market file: a banner, comments, and a line of rows, columns and entries
 * (Boisvert, Pozo, Remington 1996).
 */
final class MatrixMarket {

  private static final String BANNER = "%%matrixmarket";

  private MatrixMarket() {}

  static boolean isBanner(String line) {
    return line.regionMatches(true, 0, BANNER, 0, BANNER.length());
  }

  /**
   * Reads the head.
   *
   * @param head at the banner
   */
  static Layout layout(LineReader head, String banner, ReadOptions options) {
    List<String> words = Arrays.asList(banner.toLowerCase(Locale.ROOT).strip().split("\\s+", 6));
    boolean known =
        isBanner(banner)
            && words.size() == 5
            && words.get(1).equals("matrix")
            && words.get(2).equals("coordinate")
            && (words.get(3).equals("real") || words.get(3).equals("integer"))
            && words.get(4).equals("general");
    if (!known) {
      throw new InvalidInputException(
          head.place()
              + ": found '"
              + String.join(" ", words)
              + "', expected %%MatrixMarket matrix coordinate real (or integer) general;"
              + " scipy.io.mmwrite(FILE, scipy.sparse.coo_matrix(A), symmetry='general') writes it");
    }
    Dialect dialect = new Dialect(Dialect.BLANKS, Dialect.Quotes.LITERAL, '%');
    FieldReader fields = new FieldReader(head, dialect, options.text(), 3);
    if (!fields.advance() || fields.split() != 3) {
      throw new InvalidInputException(
          head.place() + ": expected the numbers of rows, columns and entries");
    }
    long entries = number(fields, 2);
    number(fields, 0);
    number(fields, 1);
    return new Layout("Matrix Market", dialect, '.', head.line(), true, 0, 1, 2, -1, 3, 3, entries);
  }

  private static long number(FieldReader fields, int field) {
    String text = fields.text(field);
    if (!text.matches("[0-9]{1,18}")) {
      throw fields.bad("'" + fields.shown() + "'", "the numbers of rows, columns and entries");
    }
    return Long.parseLong(text);
  }
}

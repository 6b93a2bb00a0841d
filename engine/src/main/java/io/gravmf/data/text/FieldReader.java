package io.gravmf.data.text;

import io.gravmf.data.InvalidInputException;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Moves through a file of delimited text, over blank lines and comments, and divides each record
 * into fields as ranges of bytes, with blanks around them left out. A record is a line, or several
 * where quotes enclose a line end.
 */
public final class FieldReader implements Closeable {

  /** Longer text between quotes is taken for a quote that is never closed. */
  private static final int MAX_RECORD = 1 << 20;

  private static final int NOT_FOUND = -1;

  private final LineReader lines;
  private final Dialect dialect;
  private final TextOptions options;
  private final byte[] delimiter;
  private final int most;
  private Dialect.Quotes quotes;

  /** Relative to the line's start, or to that of {@link #scratch}. */
  private int[] starts = new int[8];

  private int[] ends = new int[8];
  private boolean[] unescaped = new boolean[8];
  private int count;
  private int filled;
  private byte[] scratch = new byte[64];
  private int scratchEnd;
  private long comments;
  private long firstComment;
  private long quotesShownAt;

  /**
   * Reads on from where a reader of lines is.
   *
   * @param most how many of a record's fields are kept; those beyond are counted only
   */
  public FieldReader(LineReader lines, Dialect dialect, TextOptions options, int most) {
    this.lines = lines;
    this.dialect = dialect;
    this.options = options;
    this.most = most;
    quotes = dialect.quotes();
    delimiter = dialect.delimiter().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Moves to the next line that is neither blank nor a comment.
   *
   * @return false at the end of the file
   */
  public boolean advance() {
    while (lines.advance()) {
      int first = lines.start();
      if (first == lines.end()) {
        continue;
      }
      byte b = lines.buffer()[first];
      if (b > '%' || b < 0) {
        return true;
      }
      if (b == ' ' || b == '\t') {
        if (lines.isBlank()) {
          continue;
        }
        first = skipBlanks(0) + lines.start();
        b = lines.buffer()[first];
      }
      if (b != dialect.comment() || b == 0) {
        return true;
      }
      comments++;
      if (firstComment == 0) {
        firstComment = lines.line();
      }
    }
    return false;
  }

  /**
   * Divides the current record.
   *
   * @return how many fields it has
   * @throws InvalidInputException if quotes are not closed or text follows them
   */
  public int split() {
    requireText();
    count = 0;
    filled = 0;
    scratchEnd = 0;
    if (dialect.isBlanks()) {
      splitAtBlanks();
    } else if (delimiter.length == 1) {
      splitAtByte(delimiter[0]);
    } else {
      splitFrom(0);
    }
    requireText();
    return count;
  }

  private void requireText() {
    if (lines.hasZero()) {
      throw bad(
          "a zero byte", "text (" + options.option("encoding") + " utf-16le if it is UTF-16)");
    }
  }

  private void splitAtByte(byte wanted) {
    byte[] bytes = lines.buffer();
    int base = lines.start();
    int to = lines.end();
    int start = base;
    for (int k = base; k < to; k++) {
      byte b = bytes[k];
      if (b == wanted) {
        put(start - base, k - base);
        start = k + 1;
      } else if (b == '"' && opens(start - base, k - base)) {
        splitFrom(start - base);
        return;
      }
    }
    put(start - base, to - base);
  }

  /** Returns whether the quote at a place is the first of a field and encloses it. */
  private boolean opens(int start, int at) {
    return quotes != Dialect.Quotes.LITERAL && skipBlanks(start) == at && enclose(at);
  }

  /** Finds out at the first such field what quotes mean, where that is still open. */
  private boolean enclose(int at) {
    if (quotes == Dialect.Quotes.AS_FIRST_SHOWN) {
      scratchEnd = 0;
      boolean closed = close(at, false) > 0;
      scratchEnd = 0;
      quotes = closed ? Dialect.Quotes.ENCLOSING : Dialect.Quotes.LITERAL;
      quotesShownAt = lines.line();
    }
    return quotes == Dialect.Quotes.ENCLOSING;
  }

  /** Divides the record from the start of a field on. */
  private void splitFrom(int from) {
    int start = from;
    while (start >= 0) {
      int first = skipBlanks(start);
      if (first < length() && at(first) == '"' && opens(start, first)) {
        start = following(putQuoted(first));
      } else {
        int end = start;
        while (end < length() && !delimits(end)) {
          end++;
        }
        put(start, end);
        start = following(end);
      }
    }
  }

  /** Returns where the field behind another starts, or -1 where there is none. */
  private int following(int end) {
    return end < length() ? end + delimiter.length : NOT_FOUND;
  }

  /** Takes a field in quotes and returns where the delimiter behind it is. */
  private int putQuoted(int open) {
    int scratchStart = scratchEnd;
    int close = close(open, true);
    if (close < 0) {
      lines.unextend();
      String problem =
          close == NOT_FOUND ? "a quote that is never closed" : "text behind a closing quote";
      String also =
          quotesShownAt > 0 ? " (in line " + quotesShownAt + " quotes enclose a field)" : "";
      throw bad(
          problem + also,
          "quotes around whole fields ("
              + options.option("no-quotes")
              + " if they are part of them)");
    }
    if (scratchEnd - scratchStart == close - open - 1) {
      scratchEnd = scratchStart;
      put(open + 1, close);
    } else {
      put(scratch, scratchStart, scratchEnd, true);
    }
    return skipBlanks(close + 1);
  }

  /**
   * Finds the quote that closes another, and appends what is between to {@link #scratch}. A quote
   * in between is doubled (RFC 4180) or has a backslash in front, as MySQL writes it.
   *
   * @param mayExtend whether it may be in a later line
   * @return its place; {@link #NOT_FOUND}, or less where text follows it
   */
  private int close(int open, boolean mayExtend) {
    int backslashes = 0;
    int k = open + 1;
    while (k < length() || (mayExtend && lines.extend(MAX_RECORD))) {
      byte b = at(k);
      if (b == '"') {
        boolean escaped = backslashes % 2 == 1;
        boolean doubled = k + 1 < length() && at(k + 1) == '"';
        if (doubled && !(escaped && endsField(k + 2))) {
          k++;
        } else if (endsField(k + 1)) {
          return k;
        } else if (escaped) {
          scratchEnd--;
        } else {
          return NOT_FOUND - 1;
        }
      }
      append(b);
      backslashes = b == '\\' ? backslashes + 1 : 0;
      k++;
    }
    return NOT_FOUND;
  }

  private void append(byte b) {
    if (scratchEnd == scratch.length) {
      scratch = Arrays.copyOf(scratch, 2 * scratchEnd);
    }
    scratch[scratchEnd++] = b;
  }

  private boolean endsField(int from) {
    int k = skipBlanks(from);
    return k == length() || delimits(k);
  }

  private void splitAtBlanks() {
    int k = skipBlanks(0);
    while (k < length()) {
      if (at(k) == '"' && opens(k, k)) {
        k = putQuoted(k);
        continue;
      }
      int start = k;
      while (k < length() && at(k) != ' ' && at(k) != '\t') {
        k++;
      }
      put(start, k);
      k = skipBlanks(k);
    }
  }

  private boolean delimits(int k) {
    if (dialect.isBlanks()) {
      return at(k - 1) == ' ' || at(k - 1) == '\t';
    }
    if (at(k) != delimiter[0]) {
      return false;
    }
    int from = lines.start() + k;
    return delimiter.length == 1
        || (from + delimiter.length <= lines.end()
            && Arrays.equals(
                lines.buffer(), from, from + delimiter.length, delimiter, 0, delimiter.length));
  }

  private int length() {
    return lines.end() - lines.start();
  }

  private byte at(int k) {
    return lines.buffer()[lines.start() + k];
  }

  /** Returns the first place from one on that holds no blank, nor a tab that does not delimit. */
  private int skipBlanks(int from) {
    int k = from;
    while (k < length() && (at(k) == ' ' || (at(k) == '\t' && delimiter[0] != '\t'))) {
      k++;
    }
    return k;
  }

  private void put(int start, int end) {
    put(lines.buffer(), start + lines.start(), end + lines.start(), false);
  }

  /** Leaves out blanks around a field and keeps it. */
  private void put(byte[] bytes, int start, int end, boolean fromScratch) {
    int first = start;
    int last = end;
    while (first < last && (bytes[first] == ' ' || bytes[first] == '\t')) {
      first++;
    }
    while (last > first && (bytes[last - 1] == ' ' || bytes[last - 1] == '\t')) {
      last--;
    }
    if (count < most) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
        ends = Arrays.copyOf(ends, 2 * count);
        unescaped = Arrays.copyOf(unescaped, 2 * count);
      }
      int base = fromScratch ? 0 : lines.start();
      starts[count] = first - base;
      ends[count] = last - base;
      unescaped[count] = fromScratch;
    }
    count++;
    if (first < last) {
      filled = count;
    }
  }

  /** Returns how many fields the record has. */
  public int count() {
    return count;
  }

  /** Returns how many fields the record has without the empty ones at its end. */
  public int filled() {
    return filled;
  }

  /** Returns the array that a field's bytes are in. */
  public byte[] bytes(int field) {
    return unescaped[field] ? scratch : lines.buffer();
  }

  /** Returns where a field's bytes start. */
  public int start(int field) {
    return unescaped[field] ? starts[field] : starts[field] + lines.start();
  }

  /** Returns where a field's bytes end. */
  public int end(int field) {
    return unescaped[field] ? ends[field] : ends[field] + lines.start();
  }

  /**
   * Returns a field as text.
   *
   * @throws InvalidInputException if its bytes are not of the file's encoding
   */
  public String text(int field) {
    return lines.decoder().decode(bytes(field), start(field), end(field), lines.line());
  }

  /** Returns the current record for a message, whatever its encoding. */
  public String shown() {
    int to = Math.min(lines.end(), lines.start() + 256);
    byte[] start = Arrays.copyOfRange(lines.buffer(), lines.start(), to);
    return Fields.shown(new String(start, StandardCharsets.UTF_8));
  }

  /** Returns an exception that says what is wrong with the current record. */
  public InvalidInputException bad(String found, String expected) {
    return new InvalidInputException(lines.place() + ": found " + found + ", expected " + expected);
  }

  /** Returns the reader of lines that this one moves. */
  public LineReader lines() {
    return lines;
  }

  /** Returns how many comments there were so far. */
  public long comments() {
    return comments;
  }

  /** Returns the line of the first comment, 0 where there was none. */
  public long firstComment() {
    return firstComment;
  }

  /** Returns the line that showed that quotes are part of fields, 0 where none did. */
  public long literalQuotesSince() {
    return quotes == Dialect.Quotes.LITERAL ? quotesShownAt : 0;
  }

  /** Returns the line whose bytes showed that the file is Latin-1, 0 where none did. */
  public long latin1Since() {
    return lines.decoder().latin1Since();
  }

  @Override
  public void close() {
    lines.close();
  }
}

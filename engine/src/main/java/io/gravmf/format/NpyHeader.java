package io.gravmf.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an {@code .npy} file says of its array: a Python dictionary of three entries.
 *
 * @param descr byte order, kind and width of an element, such as {@code <f4}
 * @param fortranOrder whether the first index runs fastest
 * @param shape the dimensions
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NpyHeader(String descr, boolean fortranOrder, long[] shape) {

  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy pads the header so that the data can be mapped into memory aligned. */
  private static final int ALIGNMENT = 64;

  /** As in NumPy 2. */
  private static final int MAX_DIMENSIONS = 64;

  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");
  // Python 2 wrote a long as 3L.
  private static final Pattern DIMENSION = Pattern.compile("\\s*([0-9]{1,18})L?\\s*");
  private static final Pattern REST = Pattern.compile("\\s*\\{\\s*,\\s*,\\s*,?\\s*\\}\\s*");

  /** Returns what a header says, or nothing where it is not the dictionary that it should be. */
  static Optional<NpyHeader> parse(String text) {
    Matcher descr = DESCR.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!descr.find() || !order.find() || !shape.find()) {
      return Optional.empty();
    }
    String rest = text;
    for (Matcher entry : new Matcher[] {descr, order, shape}) {
      rest = rest.replace(entry.group(), "");
    }
    if (!REST.matcher(rest).matches()) {
      return Optional.empty();
    }
    return dimensions(shape.group(1))
        .map(
            dimensions -> new NpyHeader(descr.group(1), order.group(1).equals("True"), dimensions));
  }

  private static Optional<long[]> dimensions(String tuple) {
    if (tuple.isBlank()) {
      return Optional.of(new long[0]);
    }
    // A comma follows the last dimension too where it is the only one.
    String[] parts = tuple.stripTrailing().split(",", MAX_DIMENSIONS + 1);
    int count = parts[parts.length - 1].isBlank() ? parts.length - 1 : parts.length;
    if (count == 0 || count > MAX_DIMENSIONS) {
      return Optional.empty();
    }
    long[] dimensions = new long[count];
    for (int k = 0; k < count; k++) {
      Matcher dimension = DIMENSION.matcher(parts[k]);
      if (!dimension.matches()) {
        return Optional.empty();
      }
      dimensions[k] = Long.parseLong(dimension.group(1));
    }
    return Optional.of(dimensions);
  }

  /** Returns the start of a file of version 1 in C order: all that precedes the data. */
  static ByteBuffer encode(String descr, long... shape) {
    String dimensions =
        Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    StringBuilder text = new StringBuilder("{'descr': '").append(descr);
    text.append("', 'fortran_order': False, 'shape': (").append(dimensions);
    text.append(shape.length == 1 ? ",), }" : "), }");
    int prefix = MAGIC.length + 4;
    int padded = (prefix + text.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT - prefix;
    text.append(" ".repeat(padded - 1 - text.length())).append('\n');
    return ByteBuffer.allocate(prefix + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) padded)
        .put(text.toString().getBytes(StandardCharsets.US_ASCII))
        .flip();
  }
}

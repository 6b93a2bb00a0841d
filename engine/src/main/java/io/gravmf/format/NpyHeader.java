package io.gravmf.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
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

  /** Returns what a header says, or nothing where it is not the dictionary that it should be. */
  static Optional<NpyHeader> parse(String text) {
    try {
      Map<String, Object> entries = NpyDictionary.parse(text);
      boolean expected =
          entries.size() == 3
              && entries.get("descr") instanceof String
              && entries.get("fortran_order") instanceof Boolean
              && entries.get("shape") instanceof long[];
      return expected
          ? Optional.of(
              new NpyHeader(
                  (String) entries.get("descr"),
                  (Boolean) entries.get("fortran_order"),
                  (long[]) entries.get("shape")))
          : Optional.empty();
    } catch (IllegalArgumentException noDictionary) {
      return Optional.empty();
    }
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

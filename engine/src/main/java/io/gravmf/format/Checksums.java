package io.gravmf.format;

import io.gravmf.data.DoubleMatrix;
import io.gravmf.data.FloatMatrix;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * CRC-32C (Castagnoli; RFC 3720, appendix B.4) of what files hold, as eight hexadecimal digits.
 *
 * <p>In a safetensors header they are metadata: {@code crc32c.NAME} of each tensor's bytes, and
 * {@code crc32c} of the header's own text, in which its own digits are zeros.
 */
public final class Checksums {

  static final String HEADER = "crc32c";

  private static final String OF_TENSOR = HEADER + ".";
  private static final String UNKNOWN = "00000000";

  private Checksums() {}

  /** Returns the checksum of a matrix's values as files have them, little-endian. */
  public static String of(FloatMatrix matrix) {
    CRC32C sum = new CRC32C();
    FloatBlocks.update(sum, matrix.values());
    return text(sum);
  }

  /** Returns the checksum of a matrix's values as files have them, little-endian. */
  public static String of(DoubleMatrix matrix) {
    CRC32C sum = new CRC32C();
    DoubleBlocks.update(sum, matrix.values());
    return text(sum);
  }

  /** Returns the checksum of a text in UTF-8. */
  public static String of(String text) {
    CRC32C sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return text(sum);
  }

  static String text(CRC32C sum) {
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  static String key(String tensor) {
    return OF_TENSOR + tensor;
  }

  static boolean isKey(String key) {
    return key.equals(HEADER) || key.startsWith(OF_TENSOR);
  }

  /** Adds the checksum of each tensor, and a place for the header's. */
  static Map<String, String> added(
      Map<String, String> metadata,
      Map<String, FloatMatrix> tensors,
      Map<String, DoubleMatrix> doubles) {
    Map<String, String> all = new TreeMap<>(metadata);
    all.put(HEADER, UNKNOWN);
    tensors.forEach((name, matrix) -> all.put(key(name), of(matrix)));
    doubles.forEach((name, matrix) -> all.put(key(name), of(matrix)));
    return all;
  }

  /** Writes a header's checksum into its place, if it has one. */
  static String sealed(String header) {
    return header.replace(place(UNKNOWN), place(of(header)));
  }

  /** Returns the checksum that a header should have which says {@code found}. */
  static String expected(String header, String found) {
    return of(header.replace(place(found), place(UNKNOWN)));
  }

  /** The quotes are not escaped, so no name and no value contains this. */
  private static String place(String sum) {
    return "\"" + HEADER + "\":\"" + sum + "\"";
  }
}

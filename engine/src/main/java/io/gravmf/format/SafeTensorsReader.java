package io.gravmf.format;

import io.gravmf.data.DoubleMatrix;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a safetensors file that anyone may have made: the whole header is checked, against the
 * file's size too, before the first tensor is allocated.
 *
 * @param source named in messages
 * @param size of the file, in bytes
 * @param isSizeCertain whether tensors that fit the size may be allocated at once
 * @param elements what tensors may consist of
 */
record SafeTensorsReader(
    String source,
    ReadableByteChannel channel,
    long size,
    boolean isSizeCertain,
    Set<SafeTensors.Element> elements) {

  /**
   * The format's own limit is 100 MB, which as a tree of nodes would take gigabytes; a header of a
   * factor model has some hundred bytes.
   */
  private static final int MAX_HEADER = 1 << 20;

  private static final int HEADER_START = Long.BYTES;

  /** How much of a header a message shows. */
  private static final int SHOWN = 200;

  /** A tensor as the header describes it. */
  private record Entry(
      String name, SafeTensors.Element element, int rows, int columns, long begin, long end) {}

  /**
   * Reads the file.
   *
   * @param mustBeSummed tells by the metadata whether checksums must be there
   */
  SafeTensors read(Predicate<Map<String, String>> mustBeSummed) throws IOException {
    byte[] json = readHeader();
    String text = decode(json);
    JsonNode header = parse(text);
    long dataStart = HEADER_START + (long) json.length;
    Map<String, String> metadata = metadata(header.path(SafeTensors.METADATA));
    boolean isSummed = metadata.keySet().stream().anyMatch(Checksums::isKey);
    List<Entry> entries = entries(header, dataStart);
    if (!isSummed && mustBeSummed.test(metadata)) {
      throw new InvalidInputException(
          source
              + ": found no checksums, expected "
              + Checksums.HEADER
              + " and one of each tensor");
    }
    if (isSummed) {
      requireSummed(metadata, entries);
      String found = metadata.getOrDefault(Checksums.HEADER, "nothing");
      requireSum(HEADER_START, "the header", found, Checksums.expected(text, found));
    }
    Map<String, FloatMatrix> tensors = new LinkedHashMap<>();
    Map<String, DoubleMatrix> doubles = new LinkedHashMap<>();
    for (Entry entry : entries) {
      CRC32C sum = new CRC32C();
      if (entry.element() == SafeTensors.Element.F64) {
        double[] values = DoubleBlocks.read(channel, entry.rows() * entry.columns(), sum);
        doubles.put(entry.name(), new DoubleMatrix(entry.rows(), entry.columns(), values));
      } else {
        tensors.put(entry.name(), matrix(entry, sum));
      }
      if (isSummed) {
        String found = metadata.getOrDefault(Checksums.key(entry.name()), "nothing");
        requireSum(dataStart + entry.begin(), entry.name(), found, Checksums.text(sum));
      }
    }
    metadata.keySet().removeIf(Checksums::isKey);
    return new SafeTensors(tensors, doubles, metadata);
  }

  /** A checksum of a tensor that is not there says which one is missing. */
  private void requireSummed(Map<String, String> metadata, List<Entry> entries) {
    Set<String> keys = new TreeSet<>(metadata.keySet());
    keys.removeIf(key -> !Checksums.isKey(key));
    keys.remove(Checksums.HEADER);
    entries.forEach(entry -> keys.remove(Checksums.key(entry.name())));
    for (String key : keys) {
      throw problem(HEADER_START, key + " and no such tensor", "the tensor", null);
    }
  }

  private FloatMatrix matrix(Entry entry, CRC32C sum) throws IOException {
    if (isSizeCertain) {
      FloatMatrix matrix = FloatMatrix.zeros(entry.rows(), entry.columns());
      FloatBlocks.read(channel, matrix.values(), 0, sum);
      return matrix;
    }
    float[] values = FloatBlocks.readGrowing(channel, entry.rows() * entry.columns(), sum);
    return new FloatMatrix(entry.rows(), entry.columns(), values);
  }

  private void requireSum(long offset, String what, String found, String expected) {
    require(
        found.equals(expected),
        offset,
        "a checksum of " + what + " that is " + found,
        expected + " as its bytes have: the file is damaged");
  }

  private byte[] readHeader() throws IOException {
    require(size >= HEADER_START, 0, size + " bytes", "8 bytes with the header's length");
    ByteBuffer length = ByteBuffer.allocate(HEADER_START).order(ByteOrder.LITTLE_ENDIAN);
    FloatBlocks.readFully(channel, length);
    long headerSize = length.flip().getLong();
    long most = Math.min(MAX_HEADER, size - HEADER_START);
    require(
        headerSize >= 2 && headerSize <= most,
        0,
        "a header of " + Long.toUnsignedString(headerSize) + " bytes",
        "2 to " + most + " in this file of " + size);
    ByteBuffer bytes = ByteBuffer.allocate((int) headerSize);
    FloatBlocks.readFully(channel, bytes);
    return bytes.array();
  }

  /** Decodes the header here, because a JSON parser would accept UTF-16 and UTF-32 too. */
  private String decode(byte[] json) {
    require(json[0] == '{', HEADER_START, "a header that is no JSON object", "one that is");
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw problem(HEADER_START, "a header that is not UTF-8", "one that is", e);
    }
  }

  private JsonNode parse(String text) {
    try {
      return SafeTensors.JSON.readTree(text);
    } catch (JacksonException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw problem(HEADER_START, "a header that is no JSON (" + reason + ")", "one that is", e);
    }
  }

  private Map<String, String> metadata(JsonNode node) {
    Map<String, String> metadata = new TreeMap<>();
    require(
        node.isMissingNode() || node.isObject(),
        HEADER_START,
        SafeTensors.METADATA + " that is no object",
        "one that is");
    for (Map.Entry<String, JsonNode> pair : node.properties()) {
      require(
          pair.getValue().isString(),
          HEADER_START,
          SafeTensors.METADATA + " with a " + pair.getKey() + " that is no string",
          "strings alone");
      metadata.put(pair.getKey(), pair.getValue().asString());
    }
    return metadata;
  }

  /** Returns the tensors in the order of their data, after checking that they fill it. */
  private List<Entry> entries(JsonNode header, long dataStart) {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> named : header.properties()) {
      if (!named.getKey().equals(SafeTensors.METADATA)) {
        entries.add(entry(named.getKey(), named.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long offset = 0;
    for (Entry entry : entries) {
      require(
          entry.begin() == offset,
          dataStart + offset,
          entry.name() + " at data_offsets " + entry.begin() + " to " + entry.end(),
          "the next tensor at " + offset + ", without a gap or an overlap");
      offset = entry.end();
    }
    long data = size - dataStart;
    require(offset == data, dataStart, data + " bytes of data", offset + " bytes as in the header");
    return entries;
  }

  private Entry entry(String name, JsonNode node) {
    String type = node.path("dtype").asString("nothing");
    SafeTensors.Element element = element(name, type);
    long[] shape = pair(name, node, "shape");
    long[] offsets = pair(name, node, "data_offsets");
    String shown = name + " of shape " + shape[0] + " x " + shape[1];
    require(
        shape[0] <= Integer.MAX_VALUE
            && shape[1] <= Integer.MAX_VALUE
            && shape[0] * shape[1] <= Integer.MAX_VALUE - 8,
        HEADER_START,
        shown,
        "at most " + (Integer.MAX_VALUE - 8) + " values");
    long bytes = shape[0] * shape[1] * element.bytes;
    require(
        offsets[1] - offsets[0] == bytes,
        HEADER_START,
        shown + " at data_offsets " + offsets[0] + " to " + offsets[1],
        bytes + " bytes");
    return new Entry(name, element, (int) shape[0], (int) shape[1], offsets[0], offsets[1]);
  }

  private SafeTensors.Element element(String name, String type) {
    for (SafeTensors.Element element : elements) {
      if (element.name().equals(type)) {
        return element;
      }
    }
    String names = elements.stream().map(Enum::name).sorted().collect(Collectors.joining(" or "));
    throw problem(HEADER_START, "type " + type + " of " + name, names, null);
  }

  private long[] pair(String name, JsonNode node, String key) {
    JsonNode array = node.path(key);
    boolean holds = array.isArray() && array.size() == 2;
    for (int k = 0; holds && k < 2; k++) {
      JsonNode value = array.get(k);
      holds = value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0;
    }
    require(
        holds,
        HEADER_START,
        key + " " + (array.isMissingNode() ? "nothing" : array) + " of " + name,
        "two whole numbers that are not negative");
    return new long[] {array.get(0).asLong(), array.get(1).asLong()};
  }

  private void require(boolean holds, long offset, String found, String expected) {
    if (!holds) {
      throw problem(offset, found, expected, null);
    }
  }

  private InvalidInputException problem(
      long offset, String found, String expected, Exception cause) {
    String shown = found.length() <= SHOWN ? found : found.substring(0, SHOWN) + "...";
    return new InvalidInputException(
        source + ": offset " + offset + ": found " + shown + ", expected " + expected, cause);
  }
}

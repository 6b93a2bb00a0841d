package io.gravmf.format;

import io.gravmf.data.DoubleMatrix;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The safetensors format: eight bytes with the header's length, a JSON header that gives each
 * tensor's type, shape and place, then the data, all little-endian. Matrices only, of float32, and
 * of float64 where those are asked for.
 *
 * @param tensors the matrices of float32 by name, in the order of the file
 * @param doubles those of float64, which come first in a file, so that both are aligned
 * @param metadata the header's {@code __metadata__}
 */
public record SafeTensors(
    Map<String, FloatMatrix> tensors,
    Map<String, DoubleMatrix> doubles,
    Map<String, String> metadata) {

  static final String METADATA = "__metadata__";
  static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final int ALIGNMENT = 8;

  /**
   * Keeps the tensors' order and sorts the metadata, so that equal contents give equal files.
   *
   * @throws IllegalArgumentException if a tensor has the name that the format keeps for metadata,
   *     or two have the same
   */
  public SafeTensors {
    if (tensors.containsKey(METADATA) || doubles.containsKey(METADATA)) {
      throw new IllegalArgumentException("no tensor can be named " + METADATA);
    }
    if (!Collections.disjoint(tensors.keySet(), doubles.keySet())) {
      throw new IllegalArgumentException("a tensor of each type has the same name");
    }
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    doubles = Collections.unmodifiableMap(new LinkedHashMap<>(doubles));
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /** Matrices of float32 alone. */
  public SafeTensors(Map<String, FloatMatrix> tensors, Map<String, String> metadata) {
    this(tensors, Map.of(), metadata);
  }

  /**
   * Returns the same with {@link Checksums} of all of it in the metadata, by which whoever reads it
   * finds any bit that has changed. They are checked by {@link #read}, and then left out.
   */
  public SafeTensors withChecksums() {
    return new SafeTensors(tensors, doubles, Checksums.added(metadata, tensors, doubles));
  }

  /**
   * Writes the tensors, replacing the file as a whole.
   *
   * @throws InvalidInputException if it cannot be written
   */
  public void write(Path file) {
    AtomicFile.write(file, this::writeTo);
  }

  /** Writes the tensors to an empty file; for {@link AtomicFile}. */
  public void writeTo(FileChannel channel) throws IOException {
    writeAll(channel);
  }

  /** Writes the tensors to a stream, which stays open. */
  public void writeTo(OutputStream out) throws IOException {
    writeAll(StreamChannel.of(out));
  }

  private void writeAll(WritableByteChannel channel) throws IOException {
    byte[] json = header();
    AtomicFile.writeFully(
        channel,
        ByteBuffer.allocate(Long.BYTES + json.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .flip());
    for (DoubleMatrix matrix : doubles.values()) {
      DoubleBlocks.write(channel, matrix.values());
    }
    for (FloatMatrix matrix : tensors.values()) {
      FloatBlocks.write(channel, matrix.values());
    }
  }

  /** What a tensor consists of, by the format's names. */
  enum Element {
    F32(Float.BYTES),
    F64(Double.BYTES);

    final int bytes;

    Element(int bytes) {
      this.bytes = bytes;
    }
  }

  /** Returns where the tensor ends. */
  private static long describe(
      ObjectNode entry, Element element, int rows, int columns, long offset) {
    long end = offset + (long) rows * columns * element.bytes;
    entry.put("dtype", element.name());
    entry.putArray("shape").add(rows).add(columns);
    entry.putArray("data_offsets").add(offset).add(end);
    return end;
  }

  /** Returns the JSON header, padded with blanks so that the data is aligned. */
  private byte[] header() {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode extra = header.putObject(METADATA);
      metadata.forEach(extra::put);
    }
    long offset = 0;
    for (Map.Entry<String, DoubleMatrix> tensor : doubles.entrySet()) {
      DoubleMatrix matrix = tensor.getValue();
      ObjectNode entry = header.putObject(tensor.getKey());
      offset = describe(entry, Element.F64, matrix.rows(), matrix.columns(), offset);
    }
    for (Map.Entry<String, FloatMatrix> tensor : tensors.entrySet()) {
      FloatMatrix matrix = tensor.getValue();
      ObjectNode entry = header.putObject(tensor.getKey());
      offset = describe(entry, Element.F32, matrix.rows(), matrix.columns(), offset);
    }
    String text = JSON.writeValueAsString(header);
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return Checksums.sealed(text + " ".repeat(padded - length)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a file of float32 matrices.
   *
   * @throws InvalidInputException if it is missing, damaged, or holds anything else; sizes are
   *     checked before memory is allocated, checksums where the file has them
   */
  public static SafeTensors read(Path file) {
    return read(file, EnumSet.of(Element.F32), metadata -> false);
  }

  /**
   * Reads a file of matrices of float32 and float64.
   *
   * @throws InvalidInputException as {@link #read(Path)} does
   */
  public static SafeTensors readWithDoubles(Path file) {
    return readWithDoubles(file, metadata -> false);
  }

  /**
   * Reads a file of matrices of float32 and float64.
   *
   * @param mustBeSummed tells by the metadata whether there must be checksums
   * @throws InvalidInputException as {@link #read(Path)} does, or if there must be checksums and
   *     are none
   */
  public static SafeTensors readWithDoubles(
      Path file, Predicate<Map<String, String>> mustBeSummed) {
    return read(file, EnumSet.allOf(Element.class), mustBeSummed);
  }

  private static SafeTensors read(
      Path file, Set<Element> elements, Predicate<Map<String, String>> mustBeSummed) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": found a directory, expected a safetensors file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // To open a pipe is to wait for who writes into it, and its size is not known.
      throw new InvalidInputException(
          file + ": found a pipe or a device, expected a safetensors file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return new SafeTensorsReader(file.toString(), channel, channel.size(), true, elements)
          .read(mustBeSummed);
    } catch (IOException e) {
      throw FileFailure.reading(file, e);
    }
  }

  /**
   * Reads float32 matrices from a stream, as far as they go. Memory is allocated as their bytes
   * come, so that one who only claims a size does not get it.
   *
   * @param size how many bytes the stream is said to have
   * @param source what it is called in messages
   * @throws InvalidInputException if it is damaged, or holds anything else
   * @throws java.io.EOFException if it ends before {@code size} bytes
   */
  public static SafeTensors read(InputStream in, long size, String source) throws IOException {
    return new SafeTensorsReader(source, StreamChannel.of(in), size, false, EnumSet.of(Element.F32))
        .read(metadata -> false);
  }

  /**
   * Returns a tensor.
   *
   * @param source where the tensors were read from, named in the message
   * @throws InvalidInputException if there is none of that name
   */
  public FloatMatrix require(String source, String name) {
    FloatMatrix matrix = tensors.get(name);
    if (matrix == null) {
      throw new InvalidInputException(
          source + ": found the tensors " + tensors.keySet() + ", expected " + name);
    }
    return matrix;
  }
}

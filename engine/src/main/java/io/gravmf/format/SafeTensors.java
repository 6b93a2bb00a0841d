package io.gravmf.format;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The safetensors format: eight bytes with the header's length, a JSON header that gives each
 * tensor's type, shape and place, then the data, all little-endian. Matrices of float32 only.
 *
 * @param tensors the matrices by name, in the order of the file
 * @param metadata the header's {@code __metadata__}
 */
public record SafeTensors(Map<String, FloatMatrix> tensors, Map<String, String> metadata) {

  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;
  private static final int MAX_HEADER = 100_000_000;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Keeps the tensors' order and sorts the metadata, so that equal contents give equal files. */
  public SafeTensors {
    tensors = new LinkedHashMap<>(tensors);
    metadata = new TreeMap<>(metadata);
  }

  /** Writes the tensors, replacing the file as a whole. */
  public void write(Path file) {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode extra = header.putObject(METADATA);
    metadata.forEach(extra::put);
    long offset = 0;
    for (Map.Entry<String, FloatMatrix> tensor : tensors.entrySet()) {
      FloatMatrix matrix = tensor.getValue();
      long end = offset + (long) matrix.values().length * Float.BYTES;
      ObjectNode entry = header.putObject(tensor.getKey());
      entry.put("dtype", "F32");
      entry.putArray("shape").add(matrix.rows()).add(matrix.columns());
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    StringBuilder text = new StringBuilder(JSON.writeValueAsString(header));
    while (text.toString().getBytes(StandardCharsets.UTF_8).length % ALIGNMENT != 0) {
      text.append(' ');
    }
    byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(
        file,
        channel -> {
          ByteBuffer start =
              ByteBuffer.allocate(Long.BYTES + json.length).order(ByteOrder.LITTLE_ENDIAN);
          start.putLong(json.length).put(json).flip();
          while (start.hasRemaining()) {
            channel.write(start);
          }
          for (FloatMatrix matrix : tensors.values()) {
            FloatBlocks.write(channel, matrix.values());
          }
        });
  }

  /**
   * Reads a file of float32 matrices.
   *
   * @throws InvalidInputException if it is missing, damaged, or holds anything else; sizes are
   *     checked before memory is allocated
   */
  public static SafeTensors read(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": found a directory, expected a safetensors file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return new Reader(file, channel).read();
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": no such file", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns a tensor.
   *
   * @throws InvalidInputException if there is none of that name
   */
  public FloatMatrix require(Path file, String name) {
    FloatMatrix matrix = tensors.get(name);
    if (matrix == null) {
      throw new InvalidInputException(
          file + ": found the tensors " + tensors.keySet() + ", expected " + name);
    }
    return matrix;
  }

  private record Reader(Path file, FileChannel channel) {

    SafeTensors read() throws IOException {
      long size = channel.size();
      require(size >= Long.BYTES, size + " bytes", "8 bytes with the header's length", 0);
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      FloatBlocks.readFully(channel, length);
      long headerSize = length.flip().getLong();
      require(
          headerSize > 1 && headerSize <= Math.min(MAX_HEADER, size - Long.BYTES),
          "a header of " + headerSize + " bytes",
          "one that lies within the file's " + size,
          0);
      ByteBuffer bytes = ByteBuffer.allocate((int) headerSize);
      FloatBlocks.readFully(channel, bytes);
      JsonNode header = parse(bytes.array());
      long dataStart = Long.BYTES + headerSize;
      Map<String, String> metadata = new TreeMap<>();
      Map<String, FloatMatrix> tensors = new LinkedHashMap<>();
      // Tensors must fill the data without gaps, so their order in the file is that of offsets.
      TreeMap<Long, Map.Entry<String, JsonNode>> ordered = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : header.properties()) {
        if (entry.getKey().equals(METADATA)) {
          entry
              .getValue()
              .properties()
              .forEach(m -> metadata.put(m.getKey(), m.getValue().asString("")));
        } else {
          long[] offsets = longs(entry, "data_offsets");
          Map.Entry<String, JsonNode> other = ordered.put(offsets[0], entry);
          boolean bothHaveData = other != null && offsets[1] > offsets[0];
          require(!bothHaveData, "two tensors at " + offsets[0], "tensors side by side", 8);
          if (other != null) {
            tensors.put(other.getKey(), matrix(other, offsets[0], size - dataStart));
          }
        }
      }
      long offset = 0;
      for (Map.Entry<String, JsonNode> entry : ordered.values()) {
        FloatMatrix matrix = matrix(entry, offset, size - dataStart);
        FloatBlocks.read(channel, matrix.values());
        tensors.put(entry.getKey(), matrix);
        offset += (long) matrix.values().length * Float.BYTES;
      }
      require(
          dataStart + offset == size,
          (size - dataStart) + " bytes of data",
          offset + " bytes",
          dataStart);
      return new SafeTensors(tensors, metadata);
    }

    private JsonNode parse(byte[] json) {
      try {
        JsonNode header = JSON.readTree(json);
        require(header.isObject(), "a header that is no JSON object", "one that is", Long.BYTES);
        return header;
      } catch (JacksonException e) {
        throw new InvalidInputException(
            file
                + ": offset 8: found a header that is no JSON ("
                + e.getOriginalMessage().lines().findFirst().orElse("")
                + ")",
            e);
      }
    }

    /** Returns the matrix of zeros that an entry describes, after checking all of the entry. */
    private FloatMatrix matrix(Map.Entry<String, JsonNode> entry, long offset, long dataSize) {
      String name = entry.getKey();
      String type = entry.getValue().path("dtype").asString("nothing");
      require(type.equals("F32"), "type " + type + " for " + name, "F32", Long.BYTES);
      long[] shape = longs(entry, "shape");
      long[] offsets = longs(entry, "data_offsets");
      require(
          offsets[0] == offset
              && offsets[1] <= dataSize
              && shape[0] <= Integer.MAX_VALUE
              && shape[1] <= Integer.MAX_VALUE
              && shape[0] * shape[1] <= Integer.MAX_VALUE - 8
              && shape[0] * shape[1] * Float.BYTES == offsets[1] - offsets[0],
          name
              + " of shape "
              + shape[0]
              + " x "
              + shape[1]
              + " at "
              + offsets[0]
              + " to "
              + offsets[1],
          "its "
              + shape[0] * shape[1]
              + " floats from "
              + offset
              + " within "
              + dataSize
              + " bytes",
          Long.BYTES);
      return FloatMatrix.zeros((int) shape[0], (int) shape[1]);
    }

    private long[] longs(Map.Entry<String, JsonNode> entry, String key) {
      JsonNode node = entry.getValue().path(key);
      boolean pair =
          node instanceof ArrayNode array
              && array.size() == 2
              && array.get(0).isIntegralNumber()
              && array.get(1).isIntegralNumber()
              && array.get(0).canConvertToLong()
              && array.get(1).canConvertToLong()
              && array.get(0).asLong() >= 0
              && array.get(1).asLong() >= 0;
      require(
          pair,
          key + " " + node + " for " + entry.getKey(),
          "two whole numbers that are not negative",
          Long.BYTES);
      return new long[] {node.get(0).asLong(), node.get(1).asLong()};
    }

    private void require(boolean holds, String found, String expected, long offset) {
      if (!holds) {
        throw new InvalidInputException(
            file + ": offset " + offset + ": found " + found + ", expected " + expected);
      }
    }
  }
}

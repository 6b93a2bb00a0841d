package io.gravmf.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardWriterTest {

  /**
   * RFC 3720, appendix B.4: the CRC-32C of 32 zero bytes is 8a9136aa; masked by TensorFlow's rule.
   */
  @Test
  void theCrcIsThatOfTheStandard() {
    int crc = 0x8a9136aa;
    assertThat(TensorBoardWriter.maskedCrc(new byte[32]))
        .isEqualTo(((crc >>> 15) | (crc << 17)) + 0xa282ead8);
  }

  @Test
  void whatIsWrittenIsTensorBoardsOwnFile(@TempDir Path folder) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("train/mse", 0.1);
    scalars.put("train/l2", 0.0);
    try (TensorBoardWriter writer = new TensorBoardWriter(folder, 1234.5)) {
      writer.scalars(1240.25, 300, scalars);
      writer.scalar(1241, 0, "m\u00e9an", Double.POSITIVE_INFINITY);
      // Before closing: each event is flushed.
      assertThat(writer.file()).hasSameBinaryContentAs(NpyTest.fixture("events.out.tfevents"));
    }
  }

  @Test
  void whatTheHparamsAndCustomScalarsPagesReadIsTensorBoardsOwn(@TempDir Path folder) {
    Map<String, List<String>> charts = new LinkedHashMap<>();
    charts.put("mse", List.of("^mse/train$", "^mse/validation$"));
    charts.put("l2", List.of("^l2/train$", "^l2/validation$"));
    try (TensorBoardWriter writer = new TensorBoardWriter(folder, 1234.5)) {
      writer.sessionStart(
          1240.25, Map.of("dim", 100, "lr", 0.1, "backend", "cpu", "biased", false));
      writer.charts(1241, "loss", charts);
      writer.sessionEnd(1300, true);
      writer.sessionEnd(1301, false);
      assertThat(writer.file()).hasSameBinaryContentAs(NpyTest.fixture("plugins.out.tfevents"));
    }
  }

  @Test
  void runsOfTheSameSecondDoNotOverwriteEachOther(@TempDir Path folder) {
    try (TensorBoardWriter first = new TensorBoardWriter(folder, 1234.5);
        TensorBoardWriter second = new TensorBoardWriter(folder, 1234.75)) {
      first.scalar(1240, 1, "a", 1);
      assertThat(second.file()).isNotEqualTo(first.file());
      assertThat(first.file().toFile().length()).isGreaterThan(second.file().toFile().length());
    }
  }

  @Test
  void aFolderThatCannotBeIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("f"));
    assertThatThrownBy(() -> new TensorBoardWriter(file, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void scalarsCanBeDecodedByThePublishedMessages(@TempDir Path folder) throws IOException {
    Path file;
    try (TensorBoardWriter writer = new TensorBoardWriter(folder.resolve("new"), 1234.5)) {
      file = writer.file();
      writer.scalar(1240.25, 300, "train/mse", 0.5);
    }
    assertThat(file.getFileName()).hasToString("events.out.tfevents.0000001234.gravmf.0");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);

    ByteBuffer version = frame(bytes);
    assertThat(version.get()).isEqualTo((byte) 0x09); // wall_time, a double
    assertThat(version.getDouble()).isEqualTo(1234.5);
    assertThat(version.get()).isEqualTo((byte) 0x1a); // file_version, a string
    assertThat(text(version)).isEqualTo("brain.Event:2");

    ByteBuffer event = frame(bytes);
    assertThat(event.get()).isEqualTo((byte) 0x09);
    assertThat(event.getDouble()).isEqualTo(1240.25);
    assertThat(new byte[] {event.get(), event.get(), event.get()})
        .containsExactly(0x10, (byte) 0xac, 0x02); // step 300 as a varint
    assertThat(event.get()).isEqualTo((byte) 0x2a); // summary
    assertThat((int) event.get()).isEqualTo(event.remaining());
    assertThat(event.get()).isEqualTo((byte) 0x0a); // value
    assertThat((int) event.get()).isEqualTo(event.remaining());
    assertThat(event.get()).isEqualTo((byte) 0x0a); // tag
    assertThat(text(event)).isEqualTo("train/mse");
    assertThat(event.get()).isEqualTo((byte) 0x15); // simple_value, a float
    assertThat(event.getFloat()).isEqualTo(0.5f);
    assertThat(event.hasRemaining()).isFalse();
    assertThat(bytes.hasRemaining()).isFalse();
  }

  private static ByteBuffer frame(ByteBuffer bytes) {
    byte[] length = new byte[8];
    bytes.get(length);
    assertThat(bytes.getInt()).isEqualTo(TensorBoardWriter.maskedCrc(length));
    byte[] data = new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
    bytes.get(data);
    assertThat(bytes.getInt()).isEqualTo(TensorBoardWriter.maskedCrc(data));
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String text(ByteBuffer bytes) {
    byte[] text = new byte[bytes.get()];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}

package io.gravmf.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.gravmf.data.DenseIds;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.StringIds;
import io.gravmf.objective.Objective;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStreamTest {

  private static Model model(long seed) {
    return Models.of(
        Models.factors(3, 2, seed), Models.factors(4, 2, -seed), 3, 10, Objective.ofWeights(0, 1));
  }

  private static Model anyModel(int users, int items, int dim, int kind, long seed) {
    Model plain =
        Models.of(
            Models.factors(users, dim, seed),
            Models.factors(items, dim, seed + 1),
            seed * 1e-3,
            10,
            Objective.ofWeights(0.1, 0.2));
    return new Model(
        plain.userFactors(),
        plain.itemFactors(),
        kind % 2 == 0
            ? Optional.empty()
            : Optional.of(
                new Model.Biases(
                    Models.factors(users, 1, seed + 2), Models.factors(items, 1, seed + 3))),
        plain.mean(),
        ids(users, kind),
        ids(items, kind / 2),
        items == 0 || kind % 3 == 0 ? List.of() : titles(items),
        plain.provenance());
  }

  private static IdMap ids(int size, int kind) {
    return switch (kind % 3) {
      case 0 -> new DenseIds(size);
      case 1 -> new IntegerIds(LongStream.range(0, size).map(k -> k * k * 77).toArray());
      default ->
          new StringIds(
              IntStream.range(0, size).mapToObj(k -> "\u00fc " + (100 + k)).toArray(String[]::new));
    };
  }

  private static List<String> titles(int size) {
    List<String> titles = new ArrayList<>();
    for (int k = 0; k < size; k++) {
      titles.add(k % 4 == 3 ? null : "title \"" + k + "\"");
    }
    return titles;
  }

  private static byte[] written(Model model) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFiles.write(out, model);
    return out.toByteArray();
  }

  private static Model read(byte[] bytes) throws IOException {
    return ModelFiles.read(new ByteArrayInputStream(bytes), "upload");
  }

  private static void assertSame(Model found, Model expected) {
    assertThat(found.userFactors().values()).isEqualTo(expected.userFactors().values());
    assertThat(found.itemFactors().values()).isEqualTo(expected.itemFactors().values());
    assertThat(found.userVectors().values()).isEqualTo(expected.userVectors().values());
    assertThat(found.itemVectors().values()).isEqualTo(expected.itemVectors().values());
    assertThat(found.mean()).isEqualTo(expected.mean());
    assertThat(ids(found.userIds())).isEqualTo(ids(expected.userIds()));
    assertThat(ids(found.itemIds())).isEqualTo(ids(expected.itemIds()));
    assertThat(found.titles()).isEqualTo(expected.titles());
    assertThat(found.provenance()).isEqualTo(expected.provenance());
  }

  private static List<String> ids(IdMap ids) {
    return IntStream.range(0, ids.size()).mapToObj(ids::id).toList();
  }

  @Property(tries = 60)
  void whatIsReadIsWhatWasWritten(
      @ForAll @IntRange(max = 30) int users,
      @ForAll @IntRange(max = 30) int items,
      @ForAll @IntRange(min = 1, max = 9) int dim,
      @ForAll @IntRange(max = 11) int kind,
      @ForAll @IntRange(max = 1000) int seed)
      throws IOException {
    Model model = anyModel(users, items, dim, kind, seed);
    byte[] bytes = written(model);
    Model found = ModelFiles.read(inBits(bytes), "upload");
    assertSame(found, model);
    assertThat(written(found)).isEqualTo(bytes);
    assertThat(written(anyModel(users, items, dim, kind, seed))).isEqualTo(bytes);
  }

  /** As a slow network hands it on. */
  private static InputStream inBits(byte[] bytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] into, int from, int count) throws IOException {
        return super.read(into, from, Math.min(count, 7));
      }
    };
  }

  /** Beyond the first piece of memory, and no multiple of any. */
  @Test
  void tensorsThatNeedSeveralPiecesOfMemoryAreWhole() throws IOException {
    Model model = anyModel(3, 810_003, 3, 0, 5);
    assertSame(read(written(model)), model);
  }

  @Test
  void aStreamIsAZipOfTheFolder(@TempDir Path folder) throws IOException {
    Model model = anyModel(5, 6, 3, 5, 9);
    ModelFiles.save(folder.resolve("saved"), model);
    Path file = folder.resolve("model.zip");
    Files.write(file, written(model));
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly(ModelFiles.JSON, ModelFiles.TENSORS);
      for (String name : List.of(ModelFiles.JSON, ModelFiles.TENSORS)) {
        assertThat(zip.getInputStream(zip.getEntry(name)).readAllBytes())
            .isEqualTo(Files.readAllBytes(folder.resolve("saved").resolve(name)));
      }
    }
  }

  @Test
  void anInterruptedThreadSavesItsModelInAFolder(@TempDir Path folder) {
    Thread.currentThread().interrupt();
    try {
      ModelFiles.save(folder, model(1));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertSame(ModelFiles.load(folder), model(1));
  }

  @Test
  void anInterruptedThreadGetsItsModelOutAndTheStreamsStayOpen() throws IOException {
    boolean[] closed = {false};
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    Thread.currentThread().interrupt();
    try {
      ModelFiles.write(out, model(1));
      InputStream in =
          new ByteArrayInputStream(out.toByteArray()) {
            @Override
            public void close() {
              closed[0] = true;
            }
          };
      assertSame(ModelFiles.read(in, "upload"), model(1));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(closed[0]).isFalse();
  }

  /** Bytes that carry no part of the model, such as a file's date, may change. */
  @Test
  void everyChangeOfTheModelIsFound() throws IOException {
    Model saved = model(1);
    byte[] whole = written(saved);
    int found = 0;
    for (int k = 0; k < whole.length; k++) {
      for (int change : new int[] {1, 8, 0x20, 0xff}) {
        byte[] damaged = whole.clone();
        damaged[k] ^= (byte) change;
        try {
          assertSame(read(damaged), saved);
        } catch (InvalidInputException e) {
          assertThat(e.getMessage()).startsWith("upload: ").doesNotContain("\n");
          found++;
        }
      }
    }
    assertThat(found).isGreaterThan(4 * whole.length * 3 / 4);
  }

  @Test
  void everyCutAndEveryAdditionIsFound() throws IOException {
    byte[] whole = written(model(1));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(InvalidInputException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> read(cut))
          .withMessageStartingWith("upload: ");
    }
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(Arrays.copyOf(whole, whole.length + 1)))
        .withMessage("upload: found no end of a zip's directory, expected it at the stream's end");
    byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
    System.arraycopy(whole, 0, twice, whole.length, whole.length);
    assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> read(twice));
  }

  @Test
  void whatIsNoStreamOfAModelIsRefused() throws IOException {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read("user,item".getBytes(StandardCharsets.UTF_8)))
        .withMessage("upload: found nothing, expected model.json in a model's zip");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(new byte[100]))
        .withMessage("upload: found nothing, expected model.json in a model's zip");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(zip("other\n.json")))
        .withMessage("upload: found other?.json, expected model.json in a model's zip");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(zip(ModelFiles.JSON)))
        .withMessage("upload: found model.json compressed, expected it stored, as zip -0 does");
  }

  private static byte[] zip(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(new byte[10]);
    }
    return out.toByteArray();
  }

  /** A file of some hundred bytes that says it holds 1.5 GB. */
  @Test
  void aClaimedSizeTakesNoMemory() throws IOException {
    byte[] whole = written(model(1));
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int name = text.indexOf("PK\3\4", 4) + 30;
    String header =
        "{\"user_emb.weight\":{\"dtype\":\"F32\",\"shape\":[134217728,3],"
            + "\"data_offsets\":[0,1610612736]}}";
    int length = header.length();
    ByteBuffer bomb =
        ByteBuffer.allocate(name + ModelFiles.TENSORS.length() + 8 + length + 100)
            .order(ByteOrder.LITTLE_ENDIAN);
    bomb.put(whole, 0, name + ModelFiles.TENSORS.length()).putLong(length);
    bomb.put(header.getBytes(StandardCharsets.US_ASCII));
    bomb.putInt(name - 12, 1_610_612_736 + 8 + length).putInt(name - 8, 1_610_612_736 + 8 + length);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(bomb.array()))
        .withMessage("upload: found a damaged zip (unexpected EOF), expected a model's");
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(32L << 20);
  }
}

package io.gravmf.model;

import io.gravmf.data.InvalidInputException;
import io.gravmf.format.SafeTensors;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A model as one stream: a zip of the two files of its folder, the JSON first.
 *
 * <p>They are stored, not compressed: factors hardly shrink, and what is not unpacked cannot be
 * more than was sent.
 */
final class ModelStream {

  /** Behind the first day that a zip can name, which the JDK writes in the local time zone. */
  private static final LocalDateTime SOME_DAY = LocalDateTime.of(1980, 2, 1, 0, 0);

  /** The longest array. */
  private static final int MOST_JSON = Integer.MAX_VALUE - 8;

  /** A zip ends with this signature and 18 bytes more (APPNOTE.TXT, 4.3.16). */
  private static final byte[] END = {'P', 'K', 5, 6};

  private static final int END_SIZE = 22;

  /** More than the directory of two files takes. */
  private static final int MOST_DIRECTORY = 1024;

  /** How much of a file's name a message shows. */
  private static final int SHOWN = 60;

  private ModelStream() {}

  /** A file's content. */
  private interface Content {

    void writeTo(OutputStream out) throws IOException;
  }

  static void write(OutputStream out, Model model) throws IOException {
    SafeTensors tensors = ModelParts.tensors(model);
    byte[] json = ModelParts.json(model, tensors).getBytes(StandardCharsets.UTF_8);
    ZipOutputStream zip = new ZipOutputStream(out);
    put(zip, ModelFiles.JSON, stream -> stream.write(json));
    put(zip, ModelFiles.TENSORS, tensors.withChecksums()::writeTo);
    zip.finish();
    zip.flush();
  }

  /** Goes through the content twice, because a file's size and checksum precede it. */
  private static void put(ZipOutputStream zip, String name, Content content) throws IOException {
    Measure measure = new Measure();
    content.writeTo(measure);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(measure.size);
    entry.setCrc(measure.crc.getValue());
    entry.setTimeLocal(SOME_DAY);
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
  }

  private static final class Measure extends OutputStream {

    private final CRC32 crc = new CRC32();
    private long size;

    @Override
    public void write(int value) {
      crc.update(value);
      size++;
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      crc.update(bytes, from, count);
      size += count;
    }
  }

  static Model read(InputStream in, String name) throws IOException {
    try {
      ZipInputStream zip = new ZipInputStream(in);
      long size = next(zip, ModelFiles.JSON, name);
      require(size <= MOST_JSON, name, ModelFiles.JSON + " of " + size + " bytes", "fewer");
      ModelJson json = ModelJson.read(zip.readAllBytes(), name + ": " + ModelFiles.JSON);
      String source = name + ": " + ModelFiles.TENSORS;
      SafeTensors tensors = SafeTensors.read(zip, next(zip, ModelFiles.TENSORS, name), source);
      requireEnd(zip, in, name);
      return ModelParts.join(source, tensors, ModelFiles.JSON, json);
    } catch (EOFException e) {
      throw new InvalidInputException(name + ": ends too early, expected a whole model", e);
    } catch (ZipException e) {
      throw new InvalidInputException(
          name + ": found a damaged zip (" + e.getMessage() + "), expected a model's", e);
    } catch (TornModelException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }

  /** Goes to the next file, and returns its size. */
  private static long next(ZipInputStream zip, String expected, String name) throws IOException {
    ZipEntry entry = nextEntry(zip);
    String found = entry == null ? "nothing" : shown(entry.getName());
    require(expected.equals(found), name, found, expected + " in a model's zip");
    boolean isStored = entry.getMethod() == ZipEntry.STORED && entry.getSize() >= 0;
    require(isStored, name, expected + " compressed", "it stored, as zip -0 does");
    return entry.getSize();
  }

  private static ZipEntry nextEntry(ZipInputStream zip) throws IOException {
    try {
      return zip.getNextEntry();
    } catch (IllegalArgumentException e) {
      ZipException damaged = new ZipException(e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
  }

  /** A name of up to 64 Ki of any characters in a line of its own. */
  private static String shown(String name) {
    return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "...";
  }

  /** Nothing but the zip's directory follows, and that is whole. */
  private static void requireEnd(ZipInputStream zip, InputStream in, String name)
      throws IOException {
    ZipEntry more = nextEntry(zip);
    require(more == null, name, "a third file", ModelFiles.TENSORS + " to be the last");
    byte[] rest = in.readNBytes(MOST_DIRECTORY);
    int end = rest.length - END_SIZE;
    boolean isWhole =
        end >= 0
            && rest[end] == END[0]
            && rest[end + 1] == END[1]
            && rest[end + 2] == END[2]
            && rest[end + 3] == END[3];
    require(isWhole, name, "no end of a zip's directory", "it at the stream's end");
  }

  private static void require(boolean holds, String name, String found, String expected) {
    if (!holds) {
      throw new InvalidInputException(name + ": found " + found + ", expected " + expected);
    }
  }
}

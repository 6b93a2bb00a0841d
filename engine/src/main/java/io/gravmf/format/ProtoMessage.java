package io.gravmf.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message in protocol buffers' wire format, its fields in the order in which they are put. As
 * proto3 wants, callers leave out fields that hold their default.
 */
final class ProtoMessage {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  ProtoMessage putVarint(int field, long value) {
    putKey(field, VARINT);
    putVarint(value);
    return this;
  }

  ProtoMessage putDouble(int field, double value) {
    putKey(field, FIXED64);
    bytes.writeBytes(little(Double.BYTES).putDouble(value).array());
    return this;
  }

  ProtoMessage putFloat(int field, float value) {
    putKey(field, FIXED32);
    bytes.writeBytes(little(Float.BYTES).putFloat(value).array());
    return this;
  }

  ProtoMessage putText(int field, String value) {
    return putBytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtoMessage putMessage(int field, ProtoMessage value) {
    return putBytes(field, value.toBytes());
  }

  ProtoMessage putBytes(int field, byte[] value) {
    putKey(field, LENGTH);
    putVarint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void putKey(int field, int wireType) {
    putVarint(((long) field << 3) | wireType);
  }

  private void putVarint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}

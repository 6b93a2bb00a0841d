package io.gravmf.cuda.driver;

/** Lays buffers out one after the other, each on a boundary of 256 bytes. */
public final class MemoryPlan {

  private static final int ALIGNMENT = 256;

  private long size;

  /** Returns the offset of a buffer of so many elements. */
  public long add(long elements, int bytesEach) {
    long offset = size;
    long bytes = Math.multiplyExact(elements, (long) bytesEach);
    size = Math.addExact(size, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    return offset;
  }

  /** Returns the bytes of all buffers. */
  public long size() {
    return size;
  }
}

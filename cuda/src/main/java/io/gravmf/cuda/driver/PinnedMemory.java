package io.gravmf.cuda.driver;

import static io.gravmf.cuda.driver.Driver.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * Host memory that the device copies to and from without a detour, so that copies queue behind
 * kernels; it dies with its context, if not before.
 */
public final class PinnedMemory {

  private final Pointer pointer = new Pointer();
  private final ByteBuffer buffer;

  /** Allocates so many bytes in the context that is current. */
  public PinnedMemory(long bytes) {
    check(JCudaDriver.cuMemAllocHost(pointer, bytes), "cuMemAllocHost");
    buffer = pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
  }

  /** Gives it back. */
  void free() {
    check(JCudaDriver.cuMemFreeHost(pointer), "cuMemFreeHost");
  }

  /** Returns its address. */
  public Pointer pointer() {
    return pointer;
  }

  /** Returns its content. */
  public ByteBuffer buffer() {
    return buffer;
  }
}

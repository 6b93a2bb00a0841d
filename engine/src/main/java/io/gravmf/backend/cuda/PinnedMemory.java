package io.gravmf.backend.cuda;

import static io.gravmf.backend.cuda.Driver.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * Host memory that the device copies to and from without a detour, so that copies queue behind
 * kernels; it dies with its context.
 */
final class PinnedMemory {

  private final Pointer pointer = new Pointer();
  private final ByteBuffer buffer;

  PinnedMemory(long bytes) {
    check(JCudaDriver.cuMemAllocHost(pointer, bytes), "cuMemAllocHost");
    buffer = pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
  }

  /** Returns its address. */
  Pointer pointer() {
    return pointer;
  }

  /** Returns its content. */
  ByteBuffer buffer() {
    return buffer;
  }
}

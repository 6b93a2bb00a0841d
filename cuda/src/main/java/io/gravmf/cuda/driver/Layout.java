package io.gravmf.cuda.driver;

import jcuda.driver.CUdeviceptr;

/**
 * Buffers that are laid out first, and then allocated in one block: until then what they need
 * together is only computed. The block dies with its context, or the scope in which it is.
 */
public final class Layout {

  private final MemoryPlan plan = new MemoryPlan();
  private DeviceMemory memory;

  /** A buffer of the block. */
  public final class Buffer {

    private final long offset;

    private Buffer(long offset) {
      this.offset = offset;
    }

    /** Returns its address, once the block is allocated. */
    public CUdeviceptr at() {
      return at(0);
    }

    /** Returns the address so many bytes behind its start. */
    public CUdeviceptr at(long bytes) {
      return memory.at(offset + bytes);
    }
  }

  /** Adds a buffer of so many elements. */
  public Buffer add(long elements, int bytesEach) {
    return new Buffer(plan.add(elements, bytesEach));
  }

  /** Returns the bytes of the block. */
  public long size() {
    return plan.size();
  }

  /**
   * Allocates the block as a part of a session, filled with zero bytes.
   *
   * @throws io.gravmf.backend.BackendUnavailableException if less than that is free
   */
  public void allocate(DeviceScope scope, String purpose) {
    memory = scope.memory(plan.size(), purpose);
  }

  /**
   * Allocates the block, filled with zero bytes.
   *
   * @throws io.gravmf.backend.BackendUnavailableException if less than that is free
   */
  public void allocate(DeviceContext context, String purpose) {
    memory = new DeviceMemory(context, plan.size(), purpose);
  }
}

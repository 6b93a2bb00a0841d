package io.gravmf.cuda.driver;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.kernels.KernelShapes;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** An entry point of the kernels. */
public final class Kernel {

  private static final int DEFAULT_SHARED_LIMIT = 48 << 10;

  private final String name;
  private final CUfunction function;
  private final int multiprocessors;

  Kernel(String name, CUfunction function, int multiprocessors) {
    this.name = name;
    this.function = function;
    this.multiprocessors = multiprocessors;
  }

  /**
   * How a kernel is launched.
   *
   * @param gridX blocks in x
   * @param gridY blocks in y
   * @param gridZ blocks in z
   * @param blockX threads of a block in x
   * @param blockY threads of a block in y
   * @param sharedBytes dynamic shared memory of a block
   */
  public record Shape(long gridX, int gridY, int gridZ, int blockX, int blockY, int sharedBytes) {

    /** Returns a row of blocks, each a row of threads. */
    public static Shape of(long blocks, int threads) {
      return new Shape(blocks, 1, 1, threads, 1, 0);
    }

    /** Returns enough blocks for so many threads. */
    public static Shape covering(long threads, int blockSize) {
      return covering(threads, blockSize, blockSize);
    }

    /** Returns enough blocks for so many values, each block treating some of them. */
    public static Shape covering(long values, int valuesOfBlock, int blockSize) {
      return of((values + valuesOfBlock - 1) / valuesOfBlock, blockSize);
    }

    /** Returns enough blocks of the usual size for so many units of work, a warp each. */
    public static Shape warps(long units) {
      return covering(units, KernelShapes.WARPS, KernelShapes.BLOCK);
    }
  }

  /**
   * Queues a launch. A launch of no blocks is none.
   *
   * @param arguments in the order of the kernel's parameters: device pointers or null, and Integer,
   *     Long, Float, Double
   */
  public void launch(CUstream stream, Shape shape, Object... arguments) {
    if (shape.gridX() == 0) {
      return;
    }
    if (shape.sharedBytes() > DEFAULT_SHARED_LIMIT) {
      check(
          JCudaDriver.cuFuncSetAttribute(
              function,
              CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
              shape.sharedBytes()),
          "cuFuncSetAttribute(" + name + ")");
    }
    check(
        JCudaDriver.cuLaunchKernel(
            function,
            Math.toIntExact(shape.gridX()),
            shape.gridY(),
            shape.gridZ(),
            shape.blockX(),
            shape.blockY(),
            1,
            shape.sharedBytes(),
            stream,
            pointers(arguments),
            null),
        "cuLaunchKernel(" + name + ")");
  }

  /** Returns how many blocks can be resident at once. */
  public int residentBlocks(int blockSize) {
    int[] perMultiprocessor = new int[1];
    check(
        JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor(
            perMultiprocessor, function, blockSize, 0),
        "cuOccupancyMaxActiveBlocksPerMultiprocessor(" + name + ")");
    return perMultiprocessor[0] * multiprocessors;
  }

  /** Queues a cooperative launch of at most {@link #residentBlocks} blocks. */
  public void launchCooperative(CUstream stream, int blocks, int blockSize, Object... arguments) {
    check(
        JCudaDriver.cuLaunchCooperativeKernel(
            function, blocks, 1, 1, blockSize, 1, 1, 0, stream, pointers(arguments)),
        "cuLaunchCooperativeKernel(" + name + ")");
  }

  private static Pointer pointers(Object... arguments) {
    NativePointerObject[] pointers = new NativePointerObject[arguments.length];
    for (int k = 0; k < arguments.length; k++) {
      pointers[k] = pointer(arguments[k]);
    }
    return Pointer.to(pointers);
  }

  private static Pointer pointer(Object argument) {
    if (argument == null) {
      return Pointer.to(new long[1]);
    } else if (argument instanceof CUdeviceptr address) {
      return Pointer.to(address);
    } else if (argument instanceof Integer value) {
      return Pointer.to(new int[] {value});
    } else if (argument instanceof Long value) {
      return Pointer.to(new long[] {value});
    } else if (argument instanceof Float value) {
      return Pointer.to(new float[] {value});
    } else if (argument instanceof Double value) {
      return Pointer.to(new double[] {value});
    }
    throw new IllegalArgumentException("no kernel parameter is a " + argument.getClass());
  }
}

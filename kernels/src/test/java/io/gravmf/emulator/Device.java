package io.gravmf.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** A context on the emulated device with a module loaded, and short ways to use them. */
final class Device implements AutoCloseable {
  /** What a PTX file begins with; the emulator looks at no more of a module. */
  private static final byte[] IMAGE = ".version 6.3\n\0".getBytes(StandardCharsets.US_ASCII);

  final CUcontext context = new CUcontext();
  final CUmodule module = new CUmodule();

  Device() {
    EmulatedDriver.load();
    JCudaDriver.setExceptionsEnabled(false);
    EmulatedDriver.reset();
    ok(JCudaDriver.cuInit(0));
    CUdevice device = new CUdevice();
    ok(JCudaDriver.cuDeviceGet(device, 0));
    ok(JCudaDriver.cuCtxCreate(context, 0, device));
    ok(JCudaDriver.cuModuleLoadData(module, IMAGE));
  }

  static void ok(int result) {
    assertThat(CUresult.stringFor(result)).isEqualTo("CUDA_SUCCESS");
  }

  CUfunction function(String name) {
    CUfunction function = new CUfunction();
    ok(JCudaDriver.cuModuleGetFunction(function, module, name));
    return function;
  }

  /** Queues a launch of blocks in a row; 0 or the error. */
  int launch(
      String name,
      int blocks,
      int threads,
      int sharedBytes,
      CUstream stream,
      Pointer... parameters) {
    return JCudaDriver.cuLaunchKernel(
        function(name),
        blocks,
        1,
        1,
        threads,
        1,
        1,
        sharedBytes,
        stream,
        Pointer.to(parameters),
        null);
  }

  /** Launches and waits. */
  void run(String name, int blocks, int threads, int sharedBytes, Pointer... parameters) {
    ok(launch(name, blocks, threads, sharedBytes, null, parameters));
    ok(JCudaDriver.cuCtxSynchronize());
  }

  CUdeviceptr allocate(long bytes) {
    CUdeviceptr pointer = new CUdeviceptr();
    ok(JCudaDriver.cuMemAlloc(pointer, bytes));
    return pointer;
  }

  CUdeviceptr upload(float... values) {
    CUdeviceptr pointer = allocate((long) values.length * Sizeof.FLOAT);
    ok(JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), (long) values.length * Sizeof.FLOAT));
    return pointer;
  }

  CUdeviceptr upload(int... values) {
    CUdeviceptr pointer = allocate((long) values.length * Sizeof.INT);
    ok(JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), (long) values.length * Sizeof.INT));
    return pointer;
  }

  float[] floats(CUdeviceptr pointer, int count) {
    float[] values = new float[count];
    ok(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), pointer, (long) count * Sizeof.FLOAT));
    return values;
  }

  int[] ints(CUdeviceptr pointer, int count) {
    int[] values = new int[count];
    ok(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), pointer, (long) count * Sizeof.INT));
    return values;
  }

  static Pointer to(CUdeviceptr pointer) {
    return Pointer.to(pointer);
  }

  static Pointer to(int value) {
    return Pointer.to(new int[] {value});
  }

  static Pointer to(float value) {
    return Pointer.to(new float[] {value});
  }

  /** Destroying a context gives back all that is in it. */
  @Override
  public void close() {
    EmulatedDriver.reset();
    ok(JCudaDriver.cuCtxDestroy(context));
  }
}

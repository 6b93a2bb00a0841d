package io.gravmf.bench.measure;

import io.gravmf.cuda.CudaKernelBench;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Each CUDA kernel by itself, launched again and again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CudaKernelBenchmark {

  /** Which device. */
  @Param("cuda")
  public String device;

  /** Which kernel; see {@link CudaKernelBench#kernels}. */
  @Param({"sparse", "gram", "update", "adamw", "dense-gravity"})
  public String kernel;

  /** Which ratings; see {@link BenchData}. */
  @Param(BenchData.SAMPLE)
  public String data;

  /** Number of factors. */
  @Param("100")
  public int dim;

  /** Launches of an operation; results are divided by it. */
  @Param("100")
  public int launches;

  private CudaKernelBench bench;

  /** Uploads the problem. */
  @Setup
  public void open() {
    bench = new CudaKernelBench(device, BenchData.problem(data, dim));
  }

  /** Frees the device's memory. */
  @TearDown
  public void close() {
    bench.close();
  }

  /** Launches the kernel and waits. */
  @Benchmark
  public double launches(DeviceClock clock) {
    double seconds = bench.run(kernel, launches);
    clock.add(seconds, launches);
    return seconds;
  }
}

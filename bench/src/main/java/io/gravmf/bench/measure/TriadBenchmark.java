package io.gravmf.bench.measure;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * This machine's bandwidth ceilings, by STREAM's triad (McCalpin 1995) in float32: {@code a = b + s
 * c}, each thread on arrays of its own. Counted are the three arrays, not what the cache fetches
 * before it writes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TriadBenchmark {

  private static final int ARRAYS = 3;

  /** KiB of a thread's three arrays together. */
  @Param({"768", "12288", "393216"})
  public int kib;

  private float[] a;
  private float[] b;
  private float[] c;
  private float s = 3;

  /** Allocates and touches the arrays. */
  @Setup
  public void allocate() {
    int length = kib * (1 << 10) / (ARRAYS * Float.BYTES);
    a = new float[length];
    b = new float[length];
    c = new float[length];
    Arrays.fill(b, 1);
    Arrays.fill(c, 2);
  }

  /** Runs over the arrays once. */
  @Benchmark
  public float[] triad() {
    for (int k = 0; k < a.length; k++) {
      a[k] = b[k] + s * c[k];
    }
    return a;
  }
}

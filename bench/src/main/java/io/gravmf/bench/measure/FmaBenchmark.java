package io.gravmf.bench.measure;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** This machine's arithmetic ceiling: fused multiply-adds of float32 vectors in registers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FmaBenchmark {

  /** Floating-point operations of an operation, about: whole rounds of every vector width. */
  public static final int FLOPS = 3 << 24;

  private FmaLoop loop;
  private int rounds;

  /** Finds the loop. */
  @Setup
  public void find() {
    loop = FmaLoop.find();
    rounds = FLOPS / loop.flopsOfRound();
  }

  /** Does {@link #FLOPS}. */
  @Benchmark
  public float fma() {
    return loop.run(rounds);
  }
}

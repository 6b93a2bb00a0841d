package io.gravmf.cli.console;

import io.gravmf.embedding.TsneListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line now and then, with the time left at the speed since the last one. */
public final class TsneProgress implements TsneListener {

  private final int iterations;
  private final PrintWriter log;
  private int lastIteration;
  private long lastAt = System.nanoTime();

  /** Takes how many iterations there are at most. */
  public TsneProgress(int iterations, PrintWriter log) {
    this.iterations = iterations;
    this.log = log;
  }

  @Override
  public void onProgress(int iteration, double klDivergence, double gradientNorm) {
    long now = System.nanoTime();
    double perIteration = (now - lastAt) * 1e-9 / (iteration - lastIteration);
    long left = Math.round(perIteration * (iterations - iteration));
    log.printf(
        Locale.ROOT,
        "iteration %4d of %d  KL divergence %.4f  gradient norm %.2e",
        iteration,
        iterations,
        klDivergence,
        gradientNorm);
    // The time before the first line went into finding neighbours, too.
    log.println(
        lastIteration == 0
            ? ""
            : String.format(Locale.ROOT, "  left %d:%02d", left / 60, left % 60));
    log.flush();
    lastIteration = iteration;
    lastAt = now;
  }
}

package io.gravmf.bench.run;

import io.gravmf.bench.result.GpuMoments;
import io.gravmf.bench.result.LeftOut;
import io.gravmf.bench.result.Machine;
import io.gravmf.bench.result.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Watches the GPU that is measured by {@code nvidia-smi}, which costs the card nothing. */
final class GpuLog implements AutoCloseable {

  private static final String QUERY =
      "--query-gpu=timestamp,uuid,clocks.sm,clocks.mem,power.draw,temperature.gpu,"
          + "clocks_throttle_reasons.active";

  private static final String WHAT = "the GPU's clocks, power and throttling";

  private final Process process;
  private final Path file;
  private final List<LeftOut> leftOut;

  private GpuLog(Process process, Path file, List<LeftOut> leftOut) {
    this.process = process;
    this.file = file;
    this.leftOut = leftOut;
  }

  /** Starts to watch, where there is a GPU; says why not where it cannot be watched. */
  static GpuLog start(Circumstances here, Path folder, List<LeftOut> leftOut) {
    Path file = folder.resolve(RunFolder.GPU);
    if (here.noCuda() != null) {
      return new GpuLog(null, file, leftOut);
    }
    if (here.gpuUuid() == null) {
      leftOut.add(new LeftOut(WHAT, "the driver does not tell the card's UUID"));
      return new GpuLog(null, file, leftOut);
    }
    try {
      Process process =
          new ProcessBuilder(
                  "nvidia-smi", QUERY, "--format=csv,nounits", "-i", here.gpuUuid(), "-lms", "250")
              .redirectErrorStream(true)
              .redirectOutput(file.toFile())
              .start();
      process.getOutputStream().close();
      return new GpuLog(process, file, leftOut);
    } catch (IOException e) {
      leftOut.add(new LeftOut(WHAT, "nvidia-smi cannot be started: " + e.getMessage()));
      return new GpuLog(null, file, leftOut);
    }
  }

  /** Ends watching, and returns what was seen; null where nothing was. */
  Machine.Gpu summary() {
    close();
    if (process == null) {
      return null;
    }
    Machine.Gpu seen = GpuMoments.summary(file);
    if (seen == null) {
      leftOut.add(new LeftOut(WHAT, "nvidia-smi printed no such figures, see " + RunFolder.GPU));
    }
    return seen;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

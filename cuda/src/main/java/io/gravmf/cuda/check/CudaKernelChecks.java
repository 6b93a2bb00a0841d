package io.gravmf.cuda.check;

import io.gravmf.backend.KernelCheck;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.DeviceContext;
import io.gravmf.cuda.driver.KernelModule;
import java.util.function.Consumer;

/** Every kernel on random and awkward shapes, against float64. */
public final class CudaKernelChecks {

  /** Rounding of float32 sums of up to a few thousand terms, as a ratio of norms. */
  static final double TOLERANCE = 3e-6;

  static final long SEED = 7;

  private CudaKernelChecks() {}

  /** Runs them all on a device, in contexts of their own. */
  public static void run(CudaDevice device, Consumer<KernelCheck> results) {
    try (DeviceContext context = new DeviceContext(device)) {
      context.within(
          () -> {
            KernelModule module = new KernelModule(device);
            for (TrainingChecks.Sizes sizes : TrainingChecks.SIZES) {
              new TrainingChecks(device, context, module, sizes, results).run();
            }
            new TopNChecks(context, module, results).run();
            new TsneChecks(context, module, results).run();
            return null;
          });
    }
    new FamilyChecks(device, results).run();
    new GibbsChecks(device, results).run();
  }
}

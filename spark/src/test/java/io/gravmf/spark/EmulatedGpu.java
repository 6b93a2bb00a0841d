package io.gravmf.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cuda.block.BlockDevices;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.emulator.EmulatedDriver.Counter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs each test on the emulated CUDA driver in its ordinary state, and fails what keeps more than
 * a context on it; skips where the driver has not been built.
 */
public final class EmulatedGpu implements BeforeEachCallback, AfterEachCallback {

  @Override
  public void beforeEach(ExtensionContext context) {
    EmulatedDriver.load();
    assertThat(BlockDevices.model("")).startsWith("gravmf emulated");
    EmulatedDriver.reset();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    int allocations = EmulatedDriver.count(Counter.DEVICE_ALLOCATIONS);
    int violations = EmulatedDriver.count(Counter.BOUNDS_VIOLATIONS);
    BlockDevices.close();
    int live = EmulatedDriver.count(Counter.LIVE);
    EmulatedDriver.reset();
    assertThat(allocations).as("blocks left in device memory").isZero();
    assertThat(violations).as("writes beside buffers").isZero();
    assertThat(live).as("what lives on the device").isZero();
  }
}

package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cuda.driver.Driver;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.emulator.EmulatedDriver.Counter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** {@link OnEmulatedDevice} for JUnit's tests. */
final class EmulatedDeviceExtension implements BeforeEachCallback, AfterEachCallback {

  private static final Namespace NAMESPACE = Namespace.create(EmulatedDeviceExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put("live", begin());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Integer live = context.getStore(NAMESPACE).get("live", Integer.class);
    if (live != null) {
      end(live);
    }
  }

  /** Returns how much lives on the device: nothing, unless a test failed before. */
  static int begin() {
    EmulatedDriver.load();
    assertThat(Driver.problem()).isNull();
    EmulatedDriver.reset();
    return EmulatedDriver.count(Counter.LIVE);
  }

  static void end(int liveBefore) {
    int live = EmulatedDriver.count(Counter.LIVE);
    int violations = EmulatedDriver.count(Counter.BOUNDS_VIOLATIONS);
    EmulatedDriver.reset();
    assertThat(live).as("what lives on the device").isEqualTo(liveBefore);
    assertThat(violations).as("writes beside buffers").isZero();
  }
}

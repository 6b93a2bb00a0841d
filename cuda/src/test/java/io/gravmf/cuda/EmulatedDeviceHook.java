package io.gravmf.cuda;

import io.gravmf.emulator.EmulatedDriver;
import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** {@link OnEmulatedDevice} for jqwik's properties. */
final class EmulatedDeviceHook implements SkipExecutionHook, AroundTryHook {

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public SkipResult shouldBeSkipped(LifecycleContext context) {
    if (EmulatedDriver.isBuilt()) {
      return SkipResult.doNotSkip();
    }
    String reason = "skipped: the emulated CUDA driver has not been built";
    System.out.println(reason);
    return SkipResult.skip(reason);
  }

  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
    int live = EmulatedDeviceExtension.begin();
    TryExecutionResult result = aTry.execute(parameters);
    try {
      EmulatedDeviceExtension.end(live);
    } catch (AssertionError left) {
      return result.isFalsified() ? result : TryExecutionResult.falsified(left);
    }
    return result;
  }
}

package io.gravmf.cuda;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs each test of a class, and each try of a property, alone on the emulated driver in its
 * ordinary state, and fails what leaves something behind on it or wrote beside its buffers. Skips
 * with a printed reason where the driver has not been built.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EmulatedDeviceExtension.class)
@AddLifecycleHook(EmulatedDeviceHook.class)
@ResourceLock("the emulated CUDA driver")
@interface OnEmulatedDevice {}

package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.KernelCheck;
import io.gravmf.selftest.SelfTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEmulatedDevice
class CudaSelfTestTest {

  @Test
  void passesOnTheEmulatedDevice() {
    List<KernelCheck> checks = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    SelfTest.Listener listener =
        new SelfTest.Listener() {
          @Override
          public void checked(KernelCheck check) {
            checks.add(check);
          }

          @Override
          public void leftOut(String what, String reason) {
            leftOut.add(what + ": " + reason);
          }
        };
    boolean passed =
        SelfTest.run(Backends.choose("cuda", new BackendOptions(2)).backend(), listener);
    assertThat(checks).allSatisfy(check -> assertThat(check.passed()).isTrue());
    assertThat(checks).hasSizeGreaterThan(250);
    assertThat(leftOut).isEmpty();
    assertThat(passed).isTrue();
  }
}

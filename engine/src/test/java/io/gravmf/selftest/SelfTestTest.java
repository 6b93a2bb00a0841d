package io.gravmf.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfTestTest {

  /** Keeps what it hears. */
  private static final class Heard implements SelfTest.Listener {
    private final List<KernelCheck> checks = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    @Override
    public void checked(KernelCheck check) {
      checks.add(check);
    }

    @Override
    public void leftOut(String what, String reason) {
      leftOut.add(what + ": " + reason);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu-plain", "cpu-vector"})
  void passesOnTheCpu(String device) {
    Heard heard = new Heard();
    boolean passed = SelfTest.run(Backends.choose(device, new BackendOptions(2)).backend(), heard);
    assertThat(heard.checks).allSatisfy(check -> assertThat(check.passed()).isTrue());
    assertThat(heard.checks).hasSizeGreaterThan(70);
    assertThat(heard.leftOut).isEmpty();
    assertThat(passed).isTrue();
  }

  @Test
  void seesALossThatIsSlightlyOff() {
    Heard heard = new Heard();
    assertThat(SelfTest.run(new Flawed(1 + 3e-5, 1), heard)).isFalse();
    assertThat(heard.checks.stream().filter(check -> !check.passed()).map(KernelCheck::kernel))
        .containsExactly("golden run, flawed: losses");
  }

  @Test
  void seesFactorsThatAreSlightlyOff() {
    Heard heard = new Heard();
    assertThat(SelfTest.run(new Flawed(1, 1 + 3e-5f), heard)).isFalse();
    assertThat(heard.checks.stream().filter(check -> !check.passed()).map(KernelCheck::kernel))
        .containsExactly("golden run, flawed: factors");
  }

  @Test
  void seesWhatIsNoNumber() {
    assertThat(SelfTest.run(new Flawed(Double.NaN, 1), new Heard())).isFalse();
  }

  @Test
  void aFailingKernelFailsTheWhole() {
    Backend failing =
        new Flawed(1, 1) {
          @Override
          public void checkKernels(Consumer<KernelCheck> results) {
            results.accept(new KernelCheck("one", "1 x 1", Double.NaN, 1));
          }
        };
    assertThat(SelfTest.run(failing, new Heard())).isFalse();
  }

  @Test
  void saysWhatCannotBeUsed() {
    Backend partly =
        new Flawed(1, 1) {
          @Override
          public Map<String, Supplier<Backend>> variants() {
            return Map.of(
                "absent",
                () -> {
                  throw new BackendUnavailableException("it is not here");
                });
          }
        };
    Heard heard = new Heard();
    assertThat(SelfTest.run(partly, heard)).isTrue();
    assertThat(heard.leftOut).containsExactly("golden run, absent: it is not here");
  }

  /** The CPU, with what it gives back changed a little. */
  private static class Flawed implements Backend {

    private final Backend sound = Backends.choose("cpu-plain", new BackendOptions(1)).backend();
    private final double lossFactor;
    private final float scale;

    Flawed(double lossFactor, float scale) {
      this.lossFactor = lossFactor;
      this.scale = scale;
    }

    @Override
    public String name() {
      return "flawed";
    }

    @Override
    public String description() {
      return "flawed";
    }

    @Override
    public Map<String, Supplier<Backend>> variants() {
      return Map.of("flawed", () -> this);
    }

    @Override
    public void checkKernels(Consumer<KernelCheck> results) {
      sound.checkKernels(results);
    }

    @Override
    public TrainingSession open(Problem problem) {
      TrainingSession session = sound.open(problem);
      return new TrainingSession() {
        @Override
        public int epoch() {
          return session.epoch();
        }

        @Override
        public Loss[] run(int epochs, BooleanSupplier stop) {
          Loss[] losses = session.run(epochs, stop);
          Loss last = losses[epochs - 1];
          losses[epochs - 1] = new Loss(last.mse(), last.l2(), last.gravity() * lossFactor);
          return losses;
        }

        @Override
        public Loss validate() {
          return session.validate();
        }

        @Override
        public TrainingState state() {
          TrainingState state = session.state();
          float[] factors = state.items().factors().values();
          for (int k = 0; k < factors.length; k++) {
            factors[k] *= scale;
          }
          return state;
        }

        @Override
        public void close() {
          session.close();
        }
      };
    }
  }
}

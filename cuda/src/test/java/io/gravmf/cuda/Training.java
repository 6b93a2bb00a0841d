package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.StateAssertions;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.kernels.KernelImages;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session was opened, trained and closed for.
 *
 * @param losses of each epoch
 * @param validation the loss over the validation ratings in the end
 * @param state factors and moments in the end
 */
record Training(List<Loss> losses, Loss validation, TrainingState state) {

  /** Trains on the first device, by a call of {@code run} for each number of epochs. */
  static Training of(BackendOptions options, Problem problem, int... epochs) {
    try (TrainingSession session = backend(options).open(problem)) {
      return of(session, epochs);
    }
  }

  /** Trains in a session that stays open. */
  static Training of(TrainingSession session, int... epochs) {
    List<Loss> losses = new ArrayList<>();
    for (int count : epochs) {
      losses.addAll(List.of(session.run(count, () -> false)));
    }
    return new Training(losses, session.validate(), session.state());
  }

  static Backend backend(BackendOptions options) {
    return new CudaBackendProvider().create("cuda", options);
  }

  static BackendOptions by(EpochPath path) {
    return new BackendOptions(1, Gravity.GRAM, path);
  }

  static BackendOptions by(Gravity gravity) {
    return new BackendOptions(1, gravity, EpochPath.AUTO);
  }

  /** Every way to run epochs. */
  static List<BackendOptions> ways() {
    List<BackendOptions> ways = new ArrayList<>();
    for (EpochPath path : EpochPath.values()) {
      ways.add(by(path));
    }
    ways.add(by(Gravity.DENSE));
    ways.add(by(Gravity.CUBLAS));
    return ways;
  }

  /** For tests of many sessions: little to run side by side, and no PTX to unpack. */
  static void makeOpeningFast() {
    EmulatedDriver.set("sms", 1);
    EmulatedDriver.set("driver", KernelImages.fatbinDriver());
  }

  void assertSameBits(Training expected) {
    assertThat(losses).isEqualTo(expected.losses);
    assertThat(validation).isEqualTo(expected.validation);
    StateAssertions.assertSameBits(state, expected.state);
  }
}

package io.gravmf.selftest;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RelativeError;
import io.gravmf.data.FloatMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Tests a backend on the machine it runs on: every kernel against float64, then a small model
 * trained every way that the backend can, against PyTorch's trajectory in float64.
 */
public final class SelfTest {

  /** Epochs between two validations. */
  private static final int INTERVAL = 10;

  /** How far float32 may be from float64 in any loss of the first 400 epochs, relatively. */
  private static final double LOSS_TOLERANCE = 1e-5;

  /** How far the final factors may be, in the Frobenius norm, relatively. */
  private static final double FACTOR_TOLERANCE = 1e-5;

  private SelfTest() {}

  /** Hears of each result as it is there. */
  public interface Listener {

    /** A comparison was made. */
    void checked(KernelCheck check);

    /** Something could not be tested here, for a reason in one line. */
    void leftOut(String what, String reason);
  }

  /**
   * Runs all tests of a backend.
   *
   * @param backend the backend
   * @return whether each passed
   * @throws BackendUnavailableException if the device has not the memory
   */
  public static boolean run(Backend backend, Listener listener) {
    boolean[] passed = {true};
    backend.checkKernels(
        check -> {
          passed[0] &= check.passed();
          listener.checked(check);
        });
    Golden golden = Golden.load();
    backend
        .variants()
        .forEach(
            (variant, asked) -> {
              String name = "golden run, " + variant;
              try {
                for (KernelCheck check : goldenRun(name, asked.get(), golden)) {
                  passed[0] &= check.passed();
                  listener.checked(check);
                }
              } catch (BackendUnavailableException e) {
                listener.leftOut(name, e.getMessage());
              }
            });
    return passed[0];
  }

  private static List<KernelCheck> goldenRun(String name, Backend backend, Golden golden) {
    List<Loss> train = new ArrayList<>();
    double worst = 0;
    TrainingState end;
    try (TrainingSession session = backend.open(golden.problem())) {
      while (train.size() < golden.train().size()) {
        int epochs = Math.min(INTERVAL, golden.train().size() - train.size());
        train.addAll(List.of(session.run(epochs, () -> false)));
        worst =
            Math.max(
                worst, difference(session.validate(), golden.validation().get(train.size() - 1)));
      }
      end = session.state();
    }
    for (int epoch = 0; epoch < train.size(); epoch++) {
      worst = Math.max(worst, difference(train.get(epoch), golden.train().get(epoch)));
    }
    RelativeError factors = new RelativeError();
    add(factors, end.users().factors(), golden.users());
    add(factors, end.items().factors(), golden.items());
    String shape =
        golden.problem().split().train().size() + " ratings, " + train.size() + " epochs";
    return List.of(
        new KernelCheck(name + ": losses", shape, worst, LOSS_TOLERANCE),
        new KernelCheck(name + ": factors", shape, factors.value(), FACTOR_TOLERANCE));
  }

  private static double difference(Loss found, Loss expected) {
    double worst = Math.abs(found.mse() / expected.mse() - 1);
    worst = Math.max(worst, Math.abs(found.l2() / expected.l2() - 1));
    return Math.max(worst, Math.abs(found.gravity() / expected.gravity() - 1));
  }

  private static void add(RelativeError error, FloatMatrix found, FloatMatrix expected) {
    for (int k = 0; k < expected.values().length; k++) {
      error.add(found.values()[k], expected.values()[k]);
    }
  }
}

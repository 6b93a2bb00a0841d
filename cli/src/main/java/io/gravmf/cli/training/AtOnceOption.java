package io.gravmf.cli.training;

import io.gravmf.backend.Backend;
import io.gravmf.backend.Backends;
import io.gravmf.backend.lockstep.Lockstep;
import io.gravmf.cli.option.DeviceOptions;
import io.gravmf.data.InvalidInputException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many models to train at once. */
public final class AtOnceOption {

  /** Small ones, of which a large GPU holds some before they get in each other's way. */
  private static final int ON_A_GPU = 8;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = {
        "Models to train at once; never changes a result;",
        "default: on a CPU one a thread, on a GPU " + ON_A_GPU + ", in one launch."
      })
  private Integer atOnce;

  /**
   * Chooses what several runs are made on: a CPU side by side, on as many threads each as are left
   * for it; a GPU together, where it has a way to.
   *
   * @param runs how many there are
   * @throws InvalidInputException if the option is less than 1, or more than 1 on a device that has
   *     no way to
   */
  public SideBySide choose(DeviceOptions device, int runs) {
    if (atOnce != null && atOnce < 1) {
      throw new InvalidInputException("--at-once is " + atOnce + ", expected 1 or more");
    }
    Backends.Choice choice = device.choose();
    if (DeviceOptions.isCpu(choice)) {
      int side = Math.min(atOnce == null ? device.threads() : atOnce, runs);
      int last = runs % side == 0 ? side : runs % side;
      return SideBySide.apart(
          device.choose(Math.max(1, device.threads() / side)),
          side,
          device.choose(Math.max(1, device.threads() / last)).backend());
    }
    int side = Math.min(atOnce == null ? ON_A_GPU : atOnce, runs);
    if (side == 1) {
      return SideBySide.apart(choice, 1, choice.backend());
    }
    Backend backend = choice.backend();
    Optional<Lockstep> lockstep = Lockstep.of(backend);
    if (lockstep.isEmpty() && atOnce != null) {
      throw new InvalidInputException(
          "--at-once is "
              + atOnce
              + ", expected 1 with this --epoch-path and --gravity: several run by graphs and Gram"
              + " matrices of our own");
    }
    return lockstep
        .map(together -> SideBySide.together(choice, together, side))
        .orElseGet(() -> SideBySide.alone(choice));
  }
}

package io.gravmf.cuda.block;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.CudaDevices;
import io.gravmf.cuda.driver.CudaException;
import io.gravmf.cuda.rows.RowsSize;
import io.gravmf.cuda.rows.TileShape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The devices of this process for blocks of rows: each has one context, opened by its first block
 * and closed when the process ends. Blocks of one device take turns.
 */
public final class BlockDevices {

  /** How long the end of the process waits for a block that is being solved. */
  private static final int SECONDS_AT_EXIT = 10;

  private static final String UUID = "GPU-";

  private static final Map<Integer, Slot> SLOTS = new ConcurrentHashMap<>();

  /** A device's place, whether a context is open or not. */
  private static final class Slot {

    private final ReentrantLock turn = new ReentrantLock();
    private BlockContext context;

    SolvedBlock solve(CudaDevice device, BlockSystems systems, boolean withErrors) {
      turn.lock();
      try {
        if (context == null) {
          context = new BlockContext(device);
        }
        return context.solve(systems, withErrors);
      } catch (CudaException e) {
        // What a failure leaves behind is not known; the next block gets a context of its own.
        try {
          closeContext();
        } catch (CudaException closing) {
          e.addSuppressed(closing);
        }
        throw e;
      } finally {
        turn.unlock();
      }
    }

    void closeContext() {
      if (context != null) {
        BlockContext closed = context;
        context = null;
        closed.close();
      }
    }

    void close() {
      turn.lock();
      try {
        closeContext();
      } finally {
        turn.unlock();
      }
    }

    /** Leaves a context to the end of the process where its block does not end. */
    void closeAtExit() {
      try {
        if (turn.tryLock(SECONDS_AT_EXIT, TimeUnit.SECONDS)) {
          closeContext();
        }
      } catch (InterruptedException | CudaException e) {
        System.getLogger(BlockDevices.class.getName())
            .log(System.Logger.Level.DEBUG, "a context is left to the driver", e);
      }
    }
  }

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> SLOTS.values().forEach(Slot::closeAtExit)));
  }

  private BlockDevices() {}

  /**
   * Returns what kind of device an address means.
   *
   * @param address a number from 0, {@code GPU-} and an identity, or empty: the first that can be
   *     used
   * @throws BackendUnavailableException if it is not there or cannot be used, in one line
   */
  public static String model(String address) {
    CudaDevice device = device(address);
    return device.name() + ", compute capability " + device.major() + "." + device.minor();
  }

  /**
   * Returns the most factors that rows may have.
   *
   * @param exact whether they are solved exactly
   */
  public static int mostFactors(boolean exact, boolean hasBiases) {
    return exact ? TileShape.MAX_D : RowsSize.mostFactors(hasBiases);
  }

  /**
   * Solves a block, when it is this block's turn.
   *
   * @param address as for {@link #model}
   * @param withErrors whether squared errors are wanted
   * @throws BackendUnavailableException if the device is not there, or the block does not fit
   * @throws io.gravmf.backend.DeviceFailedException if a call fails; another block may try again
   */
  public static SolvedBlock solve(String address, BlockSystems systems, boolean withErrors) {
    CudaDevice device = device(address);
    return SLOTS
        .computeIfAbsent(device.ordinal(), ordinal -> new Slot())
        .solve(device, systems, withErrors);
  }

  /** Closes all contexts; the next block opens another. */
  public static void close() {
    SLOTS.values().forEach(Slot::close);
  }

  private static CudaDevice device(String address) {
    if (address.isEmpty()) {
      return CudaDevices.named(CudaDevices.KIND);
    }
    if (address.chars().allMatch(Character::isDigit)) {
      return CudaDevices.named(CudaDevices.KIND + ":" + address);
    }
    List<CudaDevice> devices = CudaDevices.all();
    return devices.stream()
        .filter(device -> device.uuid().equals(address))
        .findFirst()
        .map(device -> CudaDevices.named(CudaDevices.KIND + ":" + device.ordinal()))
        .orElseThrow(
            () ->
                new BackendUnavailableException(
                    "there is no GPU '"
                        + address
                        + "', expected a number from 0 to "
                        + (devices.size() - 1)
                        + " or "
                        + UUID
                        + " and its identity, as nvidia-smi -L writes it"));
  }
}

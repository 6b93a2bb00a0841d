package io.gravmf.train;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.HeapMemory;
import io.gravmf.backend.ProblemSize;
import io.gravmf.data.Split;
import java.util.function.Supplier;

/** How much of the heap a training takes, so that what does not fit is refused before it begins. */
public final class TrainingMemory {

  private TrainingMemory() {}

  /**
   * Makes what a training needs, its initial factors for one, if the heap has room for all of it.
   *
   * @throws BackendUnavailableException if it has not, or runs out; the message has what is needed
   *     and what there is
   */
  public static <T> T within(
      Split split, TrainingConfig config, Backend backend, Supplier<T> allocation) {
    long needed = bytes(split, config, backend);
    HeapMemory.require(needed);
    try {
      return allocation.get();
    } catch (OutOfMemoryError e) {
      throw HeapMemory.exhausted(needed, e);
    }
  }

  /**
   * Returns about how many bytes are held at once at the most: the ratings, the state to start from
   * and the one that came out, each with two moments, the model, and the backend's session.
   */
  static long bytes(Split split, TrainingConfig config, Backend backend) {
    ProblemSize size = ProblemSize.of(split, config.dim(), config.objective(), config.optimizer());
    // In floating point, where absurd sizes do not overflow.
    double factors = 4.0 * size.rows() * (config.dim() + (size.hasBiases() ? 1.0 : 0.0));
    double ratings = 12.0 * size.trainRatings() + 12.0 * size.validationRatings();
    return (long) (ratings + (2 * 3 + 1) * factors + backend.heapBytes(size));
  }
}

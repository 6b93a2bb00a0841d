package io.gravmf.cuda.epoch;

import static io.gravmf.kernels.KernelShapes.VALIDATION_PART;

import io.gravmf.backend.Problem;
import io.gravmf.cuda.driver.MemoryPlan;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.Ratings;

/** Where each buffer of a {@link DeviceProblem} is, and so what all of them take. */
final class ProblemLayout {

  final CompressedRows byUser;
  final CompressedRows byItem;
  final Segments cut;
  final Dimensions size;
  final GramChunks chunks;
  final int validationCount;
  final int persistentBlocks;
  final long factorsAt;
  final long firstAt;
  final long secondAt;
  final long columnsAt;
  final long targetsAt;
  final long entryBeginAt;
  final long segmentRowAt;
  final long rowSegmentsAt;
  final long rowBeginAt;
  final long partialsAt;
  final long sseAt;
  final long gramPartialsAt;
  final long gramAt;
  final long scheduleAt;
  final long counterAt;
  final long lossesAt;
  final long validationUsersAt;
  final long validationItemsAt;
  final long validationTargetsAt;
  final long validationSseAt;
  final long validationLossAt;
  final long unitsAt;
  final long unitBeginAt;
  final long productAt;
  final long rowSumsAt;

  /** What all buffers take. */
  final long bytes;

  /**
   * Lays the buffers out.
   *
   * @param wantedBlocks of the persistent kernel, or 0 where it does not run
   */
  ProblemLayout(Problem problem, boolean needsProduct, int wantedBlocks) {
    Ratings train = problem.split().train();
    byUser = CompressedRows.byUser(train);
    byItem = CompressedRows.byItem(train);
    cut = Segments.of(byUser, byItem);
    size = Dimensions.of(problem);
    chunks = GramChunks.of(size.n(), size.m(), size.d());
    validationCount = problem.split().validation().size();
    long entries = 2L * train.size();
    int segments = cut.count();
    int rows = size.rows();

    MemoryPlan plan = new MemoryPlan();
    factorsAt = plan.add(size.size(), Float.BYTES);
    firstAt = plan.add(size.size(), Float.BYTES);
    secondAt = plan.add(size.size(), Float.BYTES);
    columnsAt = plan.add(entries, Integer.BYTES);
    targetsAt = plan.add(entries, Float.BYTES);
    entryBeginAt = plan.add(segments + 1L, Long.BYTES);
    segmentRowAt = plan.add(segments, Integer.BYTES);
    rowSegmentsAt = plan.add(rows + 1L, Integer.BYTES);
    rowBeginAt = plan.add(rows + 1L, Long.BYTES);
    partialsAt = plan.add((long) segments * size.ld(), Float.BYTES);
    // The persistent kernel adds up those of one epoch while it writes the next one's.
    sseAt = plan.add(2L * segments, Double.BYTES);
    gramPartialsAt = plan.add(GramChunks.floats(chunks.units()), Float.BYTES);
    gramAt = plan.add(2L * size.ld() * size.ld(), Float.BYTES);
    scheduleAt = plan.add(2L * DeviceProblem.MAX_BATCH, Float.BYTES);
    counterAt = plan.add(1, Integer.BYTES);
    lossesAt = plan.add(3L * DeviceProblem.MAX_BATCH, Double.BYTES);
    validationUsersAt = plan.add(validationCount, Integer.BYTES);
    validationItemsAt = plan.add(validationCount, Integer.BYTES);
    validationTargetsAt = plan.add(validationCount, Float.BYTES);
    validationSseAt = plan.add(validationParts(), Double.BYTES);
    validationLossAt = plan.add(3, Double.BYTES);
    persistentBlocks = Dealing.canDeal(cut, chunks) ? wantedBlocks : 0;
    boolean deals = persistentBlocks > 0;
    long units = deals ? (long) segments + chunks.units() : 0;
    unitsAt = plan.add(Dealing.UNIT_INTS * units, Integer.BYTES);
    unitBeginAt = plan.add(deals ? Dealing.beginSize(persistentBlocks) : 0, Integer.BYTES);
    productAt = plan.add(needsProduct ? size.size() : 0, Float.BYTES);
    rowSumsAt = plan.add(needsProduct ? rows : 0, Double.BYTES);
    bytes = plan.size();
  }

  /** Returns the number of partial sums of the validation error. */
  long validationParts() {
    return ((long) validationCount + VALIDATION_PART - 1) / VALIDATION_PART;
  }
}

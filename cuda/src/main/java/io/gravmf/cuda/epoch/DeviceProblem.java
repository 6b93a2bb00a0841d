package io.gravmf.cuda.epoch;

import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingState;
import io.gravmf.cuda.driver.DeviceContext;
import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.MemoryPlan;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Targets;
import java.util.Arrays;
import jcuda.driver.CUdeviceptr;

/**
 * A problem in device memory: the buffers of {@code kernels/src/main/cuda/ABI.md}, by its names.
 */
public final class DeviceProblem {

  /** Epochs of one batch: how many schedule entries and losses the device holds. */
  public static final int MAX_BATCH = 512;

  /** Validation ratings that one warp sums. */
  private static final int VALIDATION_PART = 256;

  /** Values copied at once between padded rows on the device and those of a matrix. */
  private static final int STAGING = 1 << 20;

  public final Dimensions size;
  public final int segments;

  /** Ratings, each counted on both sides. */
  final long entries;

  final GramChunks chunks;
  public final int validationCount;
  public final CUdeviceptr factors;
  public final CUdeviceptr first;
  public final CUdeviceptr second;
  public final CUdeviceptr columns;
  public final CUdeviceptr targets;
  final CUdeviceptr entryBegin;
  public final CUdeviceptr segmentRow;
  final CUdeviceptr rowSegments;
  public final CUdeviceptr rowBegin;
  public final CUdeviceptr partials;
  public final CUdeviceptr sse;
  final CUdeviceptr gramPartials;
  public final CUdeviceptr gram;
  public final CUdeviceptr schedule;
  public final CUdeviceptr counter;
  public final CUdeviceptr losses;
  final CUdeviceptr validationUsers;
  final CUdeviceptr validationItems;
  final CUdeviceptr validationTargets;
  final CUdeviceptr validationSse;
  public final CUdeviceptr validationLoss;

  /** Gravity's gradient of all rows; the simple kernels' whole gradient. Null where not needed. */
  public final CUdeviceptr product;

  /** Sums of squared predictions by row; the simple kernels' squared errors. Null likewise. */
  public final CUdeviceptr rowSums;

  /**
   * Uploads a problem into the context that is current.
   *
   * @param needsProduct whether {@link #product} and {@link #rowSums} are needed
   * @throws io.gravmf.backend.BackendUnavailableException if it does not fit
   */
  public DeviceProblem(DeviceContext context, Problem problem, boolean needsProduct) {
    Ratings train = problem.split().train();
    Ratings held = problem.split().validation();
    CompressedRows byUser = CompressedRows.byUser(train);
    CompressedRows byItem = CompressedRows.byItem(train);
    Segments cut = Segments.of(byUser, byItem);
    size = new Dimensions(train.userCount(), train.itemCount(), problem.start().dim());
    segments = cut.count();
    chunks = GramChunks.of(size.n(), size.m(), size.d());
    validationCount = held.size();
    entries = 2L * train.size();

    MemoryPlan plan = new MemoryPlan();
    int rows = size.rows();
    long factorsAt = plan.add(size.size(), Float.BYTES);
    long firstAt = plan.add(size.size(), Float.BYTES);
    long secondAt = plan.add(size.size(), Float.BYTES);
    long columnsAt = plan.add(entries, Integer.BYTES);
    long targetsAt = plan.add(entries, Float.BYTES);
    long entryBeginAt = plan.add(segments + 1L, Long.BYTES);
    long segmentRowAt = plan.add(segments, Integer.BYTES);
    long rowSegmentsAt = plan.add(rows + 1L, Integer.BYTES);
    long rowBeginAt = plan.add(rows + 1L, Long.BYTES);
    long partialsAt = plan.add((long) segments * size.ld(), Float.BYTES);
    // The persistent kernel adds up those of one epoch while it writes the next one's.
    long sseAt = plan.add(2L * segments, Double.BYTES);
    long gramPartialsAt =
        plan.add((long) chunks.units() * GramChunks.TILE * GramChunks.TILE, Float.BYTES);
    long gramAt = plan.add(2L * size.ld() * size.ld(), Float.BYTES);
    long scheduleAt = plan.add(2L * MAX_BATCH, Float.BYTES);
    long counterAt = plan.add(1, Integer.BYTES);
    long lossesAt = plan.add(3L * MAX_BATCH, Double.BYTES);
    long validationUsersAt = plan.add(validationCount, Integer.BYTES);
    long validationItemsAt = plan.add(validationCount, Integer.BYTES);
    long validationTargetsAt = plan.add(validationCount, Float.BYTES);
    long validationSseAt = plan.add(validationParts(), Double.BYTES);
    long validationLossAt = plan.add(3, Double.BYTES);
    long productAt = plan.add(needsProduct ? size.size() : 0, Float.BYTES);
    long rowSumsAt = plan.add(needsProduct ? rows : 0, Double.BYTES);

    DeviceMemory memory = new DeviceMemory(context, plan.size(), "training");
    factors = memory.at(factorsAt);
    first = memory.at(firstAt);
    second = memory.at(secondAt);
    columns = memory.at(columnsAt);
    targets = memory.at(targetsAt);
    entryBegin = memory.at(entryBeginAt);
    segmentRow = memory.at(segmentRowAt);
    rowSegments = memory.at(rowSegmentsAt);
    rowBegin = memory.at(rowBeginAt);
    partials = memory.at(partialsAt);
    sse = memory.at(sseAt);
    gramPartials = memory.at(gramPartialsAt);
    gram = memory.at(gramAt);
    schedule = memory.at(scheduleAt);
    counter = memory.at(counterAt);
    losses = memory.at(lossesAt);
    validationUsers = memory.at(validationUsersAt);
    validationItems = memory.at(validationItemsAt);
    validationTargets = memory.at(validationTargetsAt);
    validationSse = memory.at(validationSseAt);
    validationLoss = memory.at(validationLossAt);
    product = needsProduct ? memory.at(productAt) : null;
    rowSums = needsProduct ? memory.at(rowSumsAt) : null;

    double mean = problem.mean();
    Targets goals = problem.objective().targets();
    DeviceMemory.upload(columns, byUser.columns());
    DeviceMemory.upload(
        columns.withByteOffset((long) train.size() * Integer.BYTES), byItem.columns());
    DeviceMemory.upload(targets, goals.targets(byUser, train.values(), mean));
    DeviceMemory.upload(
        targets.withByteOffset((long) train.size() * Float.BYTES),
        goals.targets(byItem, train.values(), mean));
    DeviceMemory.upload(entryBegin, cut.entryBegin);
    DeviceMemory.upload(segmentRow, cut.segmentRow);
    DeviceMemory.upload(rowSegments, cut.rowSegments);
    DeviceMemory.upload(rowBegin, cut.rowBegin);
    CompressedRows heldRows = CompressedRows.byUser(held);
    DeviceMemory.upload(validationUsers, rowOfEachEntry(heldRows));
    DeviceMemory.upload(validationItems, heldRows.columns());
    DeviceMemory.upload(validationTargets, goals.targets(heldRows, held.values(), mean));
    uploadState(problem.start());
  }

  /** Returns the number of partial sums of the validation error. */
  long validationParts() {
    return ((long) validationCount + VALIDATION_PART - 1) / VALIDATION_PART;
  }

  /** By user, so that ratings side by side share a row; the order of the sum is the problem's. */
  private static int[] rowOfEachEntry(CompressedRows rows) {
    int[] users = new int[rows.size()];
    for (int row = 0; row < rows.rowCount(); row++) {
      Arrays.fill(users, rows.offsets()[row], rows.offsets()[row + 1], row);
    }
    return users;
  }

  /** Replaces the factors and moments. */
  public void uploadState(TrainingState state) {
    TrainingState.Side users = state.users();
    TrainingState.Side items = state.items();
    upload(users.factors(), factors, 0);
    upload(users.firstMoment(), first, 0);
    upload(users.secondMoment(), second, 0);
    upload(items.factors(), factors, size.n());
    upload(items.firstMoment(), first, size.n());
    upload(items.secondMoment(), second, size.n());
  }

  /** Copies the factors and moments out. */
  public TrainingState state(int epoch) {
    return new TrainingState(epoch, size.d(), side(0, size.n()), side(size.n(), size.m()));
  }

  private TrainingState.Side side(int firstRow, int rows) {
    return new TrainingState.Side(
        download(factors, firstRow, rows),
        download(first, firstRow, rows),
        download(second, firstRow, rows));
  }

  private void upload(FloatMatrix matrix, CUdeviceptr to, int firstRow) {
    int ld = size.ld();
    int d = size.d();
    int step = Math.max(1, STAGING / ld);
    for (int row = 0; row < matrix.rows(); row += step) {
      int rows = Math.min(step, matrix.rows() - row);
      float[] padded = new float[rows * ld];
      for (int k = 0; k < rows; k++) {
        System.arraycopy(matrix.values(), (row + k) * d, padded, k * ld, d);
      }
      DeviceMemory.upload(address(to, (long) firstRow + row), padded);
    }
  }

  private FloatMatrix download(CUdeviceptr from, int firstRow, int rowCount) {
    int ld = size.ld();
    int d = size.d();
    FloatMatrix matrix = FloatMatrix.zeros(rowCount, d);
    int step = Math.max(1, STAGING / ld);
    float[] padded = new float[Math.min(step, rowCount) * ld];
    for (int row = 0; row < rowCount; row += step) {
      int rows = Math.min(step, rowCount - row);
      DeviceMemory.download(padded, address(from, (long) firstRow + row), rows * ld);
      for (int k = 0; k < rows; k++) {
        System.arraycopy(padded, k * ld, matrix.values(), (row + k) * d, d);
      }
    }
    return matrix;
  }

  private CUdeviceptr address(CUdeviceptr matrix, long row) {
    return matrix.withByteOffset(row * size.ld() * Float.BYTES);
  }
}

package io.gravmf.cuda.epoch;

import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingState;
import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Targets;
import java.util.Arrays;
import java.util.function.LongFunction;
import jcuda.driver.CUdeviceptr;

/**
 * A problem in device memory: the buffers of {@code kernels/src/main/cuda/ABI.md}, by its names.
 */
public final class DeviceProblem {

  /** Epochs of one batch: how many schedule entries and losses the device holds. */
  public static final int MAX_BATCH = 512;

  /** Values copied at once between padded rows on the device and those of a matrix. */
  private static final int STAGING = 1 << 20;

  public final Dimensions size;
  public final int segments;

  /** Ratings, each counted on both sides. */
  final long entries;

  final GramChunks chunks;

  /** What {@link #units} are dealt to; 0 where the persistent kernel does not run. */
  public final int persistentBlocks;

  public final int validationCount;

  /** The number of partial sums of the validation error. */
  final long validationParts;

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

  /** What each warp of the persistent kernel does in the first phase of an epoch. */
  final CUdeviceptr units;

  /** Where each warp's units begin. */
  final CUdeviceptr unitBegin;

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
   * @param allocation gives so many bytes of the context's memory
   * @param needsProduct whether {@link #product} and {@link #rowSums} are needed
   * @param persistentBlocks of the persistent kernel, or 0 where it does not run
   * @throws io.gravmf.backend.BackendUnavailableException if it does not fit
   */
  public DeviceProblem(
      LongFunction<DeviceMemory> allocation,
      Problem problem,
      boolean needsProduct,
      int persistentBlocks) {
    Ratings train = problem.split().train();
    Ratings held = problem.split().validation();
    ProblemLayout at = new ProblemLayout(problem, needsProduct, persistentBlocks);
    CompressedRows byUser = at.byUser;
    CompressedRows byItem = at.byItem;
    Segments cut = at.cut;
    size = at.size;
    segments = cut.count();
    chunks = at.chunks;
    validationCount = at.validationCount;
    this.persistentBlocks = at.persistentBlocks;
    validationParts = at.validationParts();
    entries = 2L * train.size();

    DeviceMemory memory = allocation.apply(at.bytes);
    factors = memory.at(at.factorsAt);
    first = memory.at(at.firstAt);
    second = memory.at(at.secondAt);
    columns = memory.at(at.columnsAt);
    targets = memory.at(at.targetsAt);
    entryBegin = memory.at(at.entryBeginAt);
    segmentRow = memory.at(at.segmentRowAt);
    rowSegments = memory.at(at.rowSegmentsAt);
    rowBegin = memory.at(at.rowBeginAt);
    partials = memory.at(at.partialsAt);
    sse = memory.at(at.sseAt);
    gramPartials = memory.at(at.gramPartialsAt);
    gram = memory.at(at.gramAt);
    schedule = memory.at(at.scheduleAt);
    counter = memory.at(at.counterAt);
    losses = memory.at(at.lossesAt);
    units = memory.at(at.unitsAt);
    unitBegin = memory.at(at.unitBeginAt);
    validationUsers = memory.at(at.validationUsersAt);
    validationItems = memory.at(at.validationItemsAt);
    validationTargets = memory.at(at.validationTargetsAt);
    validationSse = memory.at(at.validationSseAt);
    validationLoss = memory.at(at.validationLossAt);
    product = needsProduct ? memory.at(at.productAt) : null;
    rowSums = needsProduct ? memory.at(at.rowSumsAt) : null;

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
    if (at.persistentBlocks > 0) {
      Dealing dealing = Dealing.of(byUser, byItem, cut, chunks, size, at.persistentBlocks);
      DeviceMemory.upload(units, dealing.units);
      DeviceMemory.upload(unitBegin, dealing.begin);
    }
    CompressedRows heldRows = CompressedRows.byUser(held);
    DeviceMemory.upload(validationUsers, rowOfEachEntry(heldRows));
    DeviceMemory.upload(validationItems, heldRows.columns());
    DeviceMemory.upload(validationTargets, goals.targets(heldRows, held.values(), mean));
    uploadState(problem.start());
  }

  /** By user, so that ratings side by side share a row; the order of the sum is the problem's. */
  private static int[] rowOfEachEntry(CompressedRows rows) {
    int[] users = new int[rows.size()];
    for (int row = 0; row < rows.rowCount(); row++) {
      Arrays.fill(users, rows.offsets()[row], rows.offsets()[row + 1], row);
    }
    return users;
  }

  /**
   * Returns the bytes of device memory that a problem takes without the persistent kernel;
   * arguments as the constructor's.
   *
   * @throws io.gravmf.backend.BackendUnavailableException if there are no kernels for it
   */
  static long bytes(Problem problem, boolean needsProduct) {
    return new ProblemLayout(problem, needsProduct, 0).bytes;
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

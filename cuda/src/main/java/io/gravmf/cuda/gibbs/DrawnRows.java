package io.gravmf.cuda.gibbs;

import static io.gravmf.kernels.KernelShapes.BLOCK;
import static io.gravmf.kernels.KernelShapes.SIMPLE_BLOCK;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Kernel;
import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.family.FamilyProblem;
import io.gravmf.cuda.rows.LostRows;
import io.gravmf.cuda.rows.RowOrder;
import io.gravmf.cuda.rows.RowsSize;
import io.gravmf.cuda.rows.Side;
import io.gravmf.cuda.rows.TileShape;
import io.gravmf.data.CompressedRows;
import io.gravmf.random.Stream;
import io.gravmf.solve.DualForm;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/**
 * Draws all rows of a side: in float32 by the tiles that rows are solved by, those that are lost
 * there in float64; or all in float64 by the plain kernel.
 */
public final class DrawnRows {

  /** Blocks of the plain kernel, each with a matrix of its own. */
  private static final int SIMPLE_BLOCKS = 64;

  /** A side's rows in their order, and the parts of its long ones. */
  private record Rows(
      RowOrder order,
      int longest,
      Layout.Buffer rows,
      Layout.Buffer partRow,
      Layout.Buffer partBegin,
      Layout.Buffer rowParts) {}

  private final KernelModule module;
  private final FamilyProblem p;
  private final RowsSize size;
  private final boolean simple;
  private final LostRows lost;
  private final TileShape tiles;
  private final int normalsStride;
  private final Map<Side, Rows> sides = new EnumMap<>(Side.class);
  private final Layout.Buffer normals;
  private final Layout.Buffer parts;
  private final Layout.Buffer lostRows;
  private final Layout.Buffer matrices;

  /**
   * Lays both sides out.
   *
   * @param simple whether by the plain kernel alone
   */
  public DrawnRows(
      Layout layout, KernelModule module, FamilyProblem problem, LostRows lost, boolean simple) {
    this.module = module;
    p = problem;
    size = problem.size;
    this.lost = lost;
    this.simple = simple;
    tiles = TileShape.of(size.d(), size.unknowns());
    int mostParts = 0;
    int longest = 0;
    for (Side side : Side.values()) {
      Rows rows = layOut(layout, side);
      sides.put(side, rows);
      mostParts = Math.max(mostParts, rows.order.parts());
      longest = Math.max(longest, rows.longest);
    }
    normalsStride = (size.unknowns() + longest + 3) / 4 * 4;
    long most = Math.max(size.n(), size.m());
    normals = layout.add(most * normalsStride, Float.BYTES);
    parts = layout.add((long) mostParts * tiles.partSize(), Float.BYTES);
    lostRows = layout.add(most, Integer.BYTES);
    matrices = layout.add((long) SIMPLE_BLOCKS * size.unknowns() * size.unknowns(), Double.BYTES);
  }

  private Rows layOut(Layout layout, Side side) {
    RowOrder order = new RowOrder(p.train.cut.rowBegin, size.firstRow(side), size.rows(side));
    return new Rows(
        order,
        longestShort(p.train.by(side), p.train.by(side.other()).rowCount(), size.unknowns()),
        layout.add(order.rows.length, Integer.BYTES),
        layout.add(order.parts(), Integer.BYTES),
        layout.add(order.parts(), Long.BYTES),
        layout.add(order.longRows + 1L, Integer.BYTES));
  }

  /**
   * Returns the most ratings of a row that is disturbed beforehand: those that the CPU draws by a
   * system of its ratings, so that equal random numbers make equal rows.
   */
  public static int longestShort(CompressedRows ratings, int others, int unknowns) {
    return DualForm.of(unknowns, others, true, false, ratings.offsets()).longest(unknowns);
  }

  /** Uploads the order of the rows. */
  public void upload() {
    for (Rows rows : sides.values()) {
      DeviceMemory.upload(rows.rows.at(), rows.order.rows);
      DeviceMemory.upload(rows.partRow.at(), rows.order.partRow);
      DeviceMemory.upload(rows.partBegin.at(), rows.order.partBegin);
      DeviceMemory.upload(rows.rowParts.at(), rows.order.rowParts);
    }
  }

  /**
   * Queues the draw of a side.
   *
   * @param prior of its rows, which has been taken over
   * @param noise the precision of the ratings
   */
  public void queue(
      CUstream stream, Side side, SideRows prior, double noise, long seed, int sweep) {
    Rows of = sides.get(side);
    queueNormals(
        stream,
        of.order.rows.length,
        seed,
        sweep,
        side == Side.USERS ? Stream.USER_ROWS : Stream.ITEM_ROWS);
    float deviation = (float) (1 / Math.sqrt(noise));
    if (simple) {
      queueSimple(stream, side, prior, deviation, of.rows.at(), null, null);
      return;
    }
    if (of.order.longRows > 0) {
      sumParts(stream, side, of);
    }
    launch(
        module.kernel("gravmf_draw_" + tiles.width()),
        stream,
        new Shape(of.order.rows.length, 1, 1, tiles.threads(), 1, tiles.bytesOfSolution()),
        side,
        prior,
        deviation,
        of.rows.at(),
        parts.at(),
        of.rowParts.at(),
        of.order.longRows,
        lostRows.at(),
        lost.counts(),
        lost.counter());
    queueSimple(stream, side, prior, deviation, lostRows.at(), lost.counts(), lost.counter());
  }

  /** Queues the normal numbers of so many rows. */
  private void queueNormals(CUstream stream, int rows, long seed, int sweep, Stream of) {
    module
        .kernel("gravmf_normals")
        .launch(
            stream,
            Shape.covering((long) rows * (normalsStride / 4), BLOCK),
            normals.at(),
            (long) rows,
            normalsStride,
            seed,
            sweep,
            of.number());
  }

  private void queueSimple(
      CUstream stream,
      Side side,
      SideRows prior,
      float deviation,
      CUdeviceptr rows,
      CUdeviceptr counts,
      CUdeviceptr counter) {
    launch(
        module.kernel("gravmf_draw_simple"),
        stream,
        Shape.of(SIMPLE_BLOCKS, SIMPLE_BLOCK),
        side,
        prior,
        deviation,
        rows,
        sides.get(side).order.rows.length,
        counts,
        counter,
        matrices.at());
  }

  /** Launches a kernel that draws, with its own arguments between those that both take. */
  private void launch(
      Kernel kernel,
      CUstream stream,
      Shape shape,
      Side side,
      SideRows prior,
      float deviation,
      Object... own) {
    Object[] first = {
      p.factors.at(),
      p.train.columns.at(),
      p.train.targets.at(),
      p.train.weights(),
      p.train.rowBegin.at(),
      prior.precision(),
      prior.root(),
      prior.right(),
      normals.at()
    };
    Object[] last = {
      prior.rightStride(),
      normalsStride,
      sides.get(side).longest,
      size.n(),
      size.d(),
      size.ld(),
      side.code,
      deviation
    };
    kernel.launch(
        stream,
        shape,
        java.util.stream.Stream.of(first, own, last).flatMap(Arrays::stream).toArray());
  }

  private void sumParts(CUstream stream, Side side, Rows of) {
    module
        .kernel("gravmf_draw_parts_" + tiles.width())
        .launch(
            stream,
            new Shape(of.order.parts(), 1, 1, tiles.threads(), 1, tiles.bytesOfRatings()),
            p.factors.at(),
            p.train.columns.at(),
            p.train.targets.at(),
            p.train.weights(),
            p.train.rowBegin.at(),
            of.partRow.at(),
            of.partBegin.at(),
            of.order.partLength,
            parts.at(),
            size.n(),
            size.d(),
            size.ld(),
            side.code);
    module
        .kernel("gravmf_add_parts")
        .launch(
            stream,
            tiles.adding(of.order.longRows),
            parts.at(),
            of.rowParts.at(),
            tiles.partSize());
  }
}

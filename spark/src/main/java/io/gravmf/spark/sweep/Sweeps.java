package io.gravmf.spark.sweep;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.backend.Loss;
import io.gravmf.solve.Gram;
import io.gravmf.solve.SolverKernels;
import io.gravmf.spark.block.BlockSums;
import io.gravmf.spark.block.FactorBlock;
import io.gravmf.spark.block.Layout;
import io.gravmf.spark.block.Routes;
import io.gravmf.spark.block.RowBlock;
import io.gravmf.spark.block.SegmentTree;
import io.gravmf.spark.block.Shipment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Sweeps as the driver runs them: for each side a job, whose tasks receive the rows that they need,
 * solve their block and keep it; and whose result is the Gram matrix and the terms of the loss,
 * which the driver adds up in the order of the segments.
 */
public final class Sweeps {

  private final JavaSparkContext context;
  private final SweepProblem problem;
  private final Blocks[] sides;
  private final InitialRows start;
  private final JavaRDD<FactorBlock>[] factors;
  private final Gram[] grams = new Gram[2];
  private final double[][] gramSums = new double[2][];
  private final double[][] losses = new double[2][];
  private final StorageLevel level;
  private final int checkpointInterval;
  private long float64Rows;
  private int sweep;

  /**
   * Makes a run.
   *
   * @param checkpointInterval every how many sweeps factors are checkpointed where the context has
   *     a folder for it; -1: never
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
  public Sweeps(
      JavaSparkContext context,
      SweepProblem problem,
      Blocks users,
      Blocks items,
      InitialRows start,
      StorageLevel level,
      int checkpointInterval) {
    this.context = context;
    this.problem = problem;
    this.start = start;
    this.level = level;
    this.checkpointInterval = checkpointInterval;
    sides = new Blocks[] {users, items};
    factors = new JavaRDD[2];
    // Exact sweeps never read what the rows were that they solve first.
    if (problem.readsOldRows()) {
      factors[problem.firstSide()] = initial(sides[problem.firstSide()], start);
    }
    factors[problem.lastSide()] = initial(sides[problem.lastSide()], start);
  }

  private JavaRDD<FactorBlock> initial(Blocks side, InitialRows start) {
    SweepProblem posed = problem;
    int number = side.side;
    int[] chunkSegments = side.layout.chunkSegments();
    return side.ratings
        .map(block -> initial(posed, number, block, start.of(number), chunkSegments))
        .setName(side.name() + "' factors, at first")
        .persist(level);
  }

  private static FactorBlock initial(
      SweepProblem problem,
      int side,
      RowBlock block,
      InitialRows.Writer start,
      int[] chunkSegments) {
    SolverKernels kernels = Kernels.find(problem.kernels);
    int columns = problem.unknowns();
    int stride = kernels.stride(columns);
    float[] values = new float[block.rows() * columns];
    float[] x = new float[OtherRows.size(block.rows(), stride)];
    for (int row = 0; row < block.rows(); row++) {
      start.write(block.firstRow() + row, values, row * columns);
      System.arraycopy(values, row * columns, x, LEAD + row * stride, columns);
    }
    RowSums sums = new RowSums(kernels, problem, side, block);
    return new FactorBlock(
        block.number(), columns, values, sums.of(x, new double[block.rows()], 0, chunkSegments));
  }

  /**
   * Runs sweeps.
   *
   * @param reports receives what each came to
   * @throws IllegalStateException if the loss is not finite any more
   */
  public void run(int sweeps, Consumer<SweepReport> reports) {
    describe("initial factors");
    if (sweeps == 0 && factors[problem.firstSide()] == null) {
      // No sweep will solve them, so they stay what they were drawn to be.
      factors[problem.firstSide()] = initial(sides[problem.firstSide()], start);
    }
    if (problem.hasEpochs()) {
      add(problem.firstSide());
    }
    add(problem.lastSide());
    for (int k = 0; k < sweeps; k++) {
      long started = System.nanoTime();
      sweep++;
      float64Rows = 0;
      Loss loss = problem.hasEpochs() ? epoch(sweeps) : sweep(sweeps);
      reports.accept(
          new SweepReport(sweep, loss, 1e-9 * (System.nanoTime() - started), float64Rows));
      if (!loss.isFinite()) {
        throw new IllegalStateException(
            "the loss of "
                + (problem.hasEpochs() ? "epoch " : "sweep ")
                + sweep
                + " is "
                + loss.total());
      }
    }
    context.setJobDescription(null);
  }

  private Loss sweep(int sweeps) {
    for (int side : new int[] {problem.firstSide(), problem.lastSide()}) {
      describe("sweep " + sweep + " of " + sweeps + ", " + sides[side].name());
      replace(side, after(side));
    }
    return loss(losses);
  }

  /** Both sides step from the old factors; the loss is theirs. */
  private Loss epoch(int epochs) {
    JavaRDD<FactorBlock> users = after(Layout.USERS);
    JavaRDD<FactorBlock> items = after(Layout.ITEMS);
    double[][] before = losses.clone();
    double inner = inner();
    describe("epoch " + sweep + " of " + epochs + ", users");
    replace(Layout.USERS, users);
    describe("epoch " + sweep + " of " + epochs + ", items");
    replace(Layout.ITEMS, items);
    before[Layout.ITEMS] = new double[] {before[Layout.ITEMS][0], losses[Layout.ITEMS][1]};
    return loss(before, inner);
  }

  private void describe(String what) {
    context.setJobDescription("gravmf: " + what);
  }

  /** Returns a side's factors after a pass; lazily. */
  private JavaRDD<FactorBlock> after(int side) {
    Blocks own = sides[side];
    Blocks other = sides[1 - side];
    Broadcast<HalfSweep> pass =
        context.broadcast(new HalfSweep(problem, side, own.layout, gramSums[1 - side], sweep - 1));
    JavaPairRDD<Integer, Shipment> shipped =
        factors[1 - side]
            .zipPartitions(other.routes(), (from, to) -> ship(from.next(), to.next()))
            .mapToPair(shipment -> shipment)
            .partitionBy(new HashPartitioner(own.layout.blocks()));
    JavaRDD<Tuple2<RowBlock, FactorBlock>> before =
        problem.readsOldRows()
            ? own.ratings.zipPartitions(
                factors[side],
                (blocks, rows) -> List.of(new Tuple2<>(blocks.next(), rows.next())).iterator())
            : own.ratings.map(block -> new Tuple2<>(block, null));
    int[] otherBlocks = other.layout.blockRows();
    int[] chunkSegments = own.layout.chunkSegments();
    JavaRDD<FactorBlock> after =
        before
            .zipPartitions(
                shipped,
                (blocks, shipments) -> {
                  Tuple2<RowBlock, FactorBlock> block = blocks.next();
                  FactorBlock solved =
                      BlockSolver.solve(
                          pass.value(),
                          block._1(),
                          block._2(),
                          values(shipments),
                          otherBlocks,
                          chunkSegments);
                  return List.of(solved).iterator();
                })
            .setName(own.name() + "' factors, sweep " + sweep)
            .persist(level);
    if (checkpointInterval > 0
        && sweep % checkpointInterval == 0
        && context.sc().getCheckpointDir().isDefined()) {
      after.checkpoint();
    }
    return after;
  }

  /** Computes new factors in the place of old ones. */
  private void replace(int side, JavaRDD<FactorBlock> after) {
    JavaRDD<FactorBlock> old = factors[side];
    factors[side] = after;
    add(side);
    if (old != null) {
      old.unpersist(false);
    }
  }

  private static Iterator<Tuple2<Integer, Shipment>> ship(FactorBlock block, Routes routes) {
    List<Tuple2<Integer, Shipment>> shipments = new ArrayList<>();
    for (int k = 0; k < routes.size(); k++) {
      shipments.add(
          new Tuple2<>(
              routes.destination(k), new Shipment(block.number(), block.select(routes.rows(k)))));
    }
    return shipments.iterator();
  }

  private static Iterator<Shipment> values(Iterator<Tuple2<Integer, Shipment>> pairs) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return pairs.hasNext();
      }

      @Override
      public Shipment next() {
        return pairs.next()._2();
      }
    };
  }

  /** Runs the job that computes a side's factors, and adds up what its tasks say. */
  private void add(int side) {
    List<BlockSums> sums = factors[side].map(FactorBlock::sums).collect();
    SegmentTree tree = new SegmentTree(sides[side].layout.chunkSegments());
    gramSums[side] = tree.finish(sums.stream().flatMap(block -> block.gram().stream()).toList());
    grams[side] = Gram.of(problem.dim, gramSums[side]);
    losses[side] = tree.finish(sums.stream().flatMap(block -> block.losses().stream()).toList());
    float64Rows += sums.stream().mapToLong(BlockSums::float64Rows).sum();
  }

  private double inner() {
    return grams[Layout.USERS].inner(grams[Layout.ITEMS]);
  }

  private Loss loss(double[][] terms) {
    return loss(terms, inner());
  }

  private Loss loss(double[][] terms, double inner) {
    double pairs = (double) problem.rows(Layout.USERS) * problem.rows(Layout.ITEMS);
    return new Loss(
        terms[problem.lastSide()][1] / problem.ratings,
        terms[Layout.USERS][0] + terms[Layout.ITEMS][0],
        problem.gravity * inner / pairs);
  }

  /** Returns the factors of a side, persisted. */
  public JavaRDD<FactorBlock> factors(int side) {
    return factors[side];
  }
}

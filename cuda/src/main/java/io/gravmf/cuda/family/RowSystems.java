package io.gravmf.cuda.family;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Kernel;
import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.Layout;
import java.util.Arrays;
import java.util.stream.Stream;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/**
 * The least-squares problems of a side's rows as kernels see them ({@code row_system.cuh}): their
 * order, and the arguments that all solvers take.
 */
final class RowSystems {

  final RowOrder order;

  /** The rows, in their order. */
  final Layout.Buffer rows;

  private final FamilyProblem p;
  private final Side side;

  RowSystems(Layout layout, FamilyProblem problem, Side side) {
    p = problem;
    this.side = side;
    order = new RowOrder(p.train.cut.rowBegin, p.size.firstRow(side), p.size.rows(side));
    rows = layout.add(order.rows.length, Integer.BYTES);
  }

  void upload() {
    DeviceMemory.upload(rows.at(), order.rows);
  }

  /** Launches a solver with its own arguments between those that all take. */
  void launch(Kernel kernel, CUstream stream, Shape shape, CUdeviceptr rows, Object... own) {
    double ratings = p.train.size();
    Object[] first = {
      p.factors.at(),
      p.train.columns.at(),
      p.train.targets.at(),
      p.train.weights(),
      p.train.rowBegin.at(),
      p.gram.at(),
      p.penalty.at(),
      rows
    };
    Object[] last = {
      p.size.n(),
      p.size.d(),
      p.size.ld(),
      side.code,
      p.size.biases(),
      ratings,
      (float) (p.gravity * ratings / ((double) p.size.n() * p.size.m())),
      (float) (p.biasWeight(side) * ratings)
    };
    kernel.launch(stream, shape, Stream.of(first, own, last).flatMap(Arrays::stream).toArray());
  }

  /** Launches the sums of the long rows' parts. */
  void launchParts(
      Kernel kernel,
      CUstream stream,
      Shape shape,
      CUdeviceptr partRow,
      CUdeviceptr partBegin,
      CUdeviceptr parts) {
    kernel.launch(
        stream,
        shape,
        p.factors.at(),
        p.train.columns.at(),
        p.train.targets.at(),
        p.train.weights(),
        p.train.rowBegin.at(),
        partRow,
        partBegin,
        order.partLength,
        parts,
        p.size.n(),
        p.size.d(),
        p.size.ld(),
        side.code,
        p.size.biases());
  }
}

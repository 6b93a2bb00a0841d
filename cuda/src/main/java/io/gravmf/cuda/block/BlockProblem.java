package io.gravmf.cuda.block;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.rows.ParameterMatrix;
import io.gravmf.cuda.rows.RowBuffers;
import io.gravmf.cuda.rows.RowOrder;
import io.gravmf.cuda.rows.RowProblem;
import io.gravmf.cuda.rows.RowsSize;
import io.gravmf.cuda.rows.Side;
import io.gravmf.data.FloatMatrix;
import java.util.Arrays;
import java.util.List;

/**
 * A block in device memory: its rows stand where kernels expect users, whichever side they are of,
 * and the rows that they need where items are.
 */
final class BlockProblem implements RowProblem {

  private final BlockSystems given;
  private final RowsSize size;
  private final long[] rowBegin;
  private final RowBuffers buffers;

  BlockProblem(Layout layout, BlockSystems given) {
    this.given = given;
    size = new RowsSize(given.rows(), given.others().rows(), given.d(), given.hasBiases());
    rowBegin = Arrays.stream(given.offsets()).asLongStream().toArray();
    int entries = given.columns().length;
    buffers =
        new RowBuffers(
            new ParameterMatrix(layout, size, true),
            layout.add(entries, Integer.BYTES),
            layout.add(entries, Float.BYTES),
            given.weights() == null ? null : layout.add(entries, Float.BYTES),
            layout.add(rowBegin.length, Long.BYTES),
            layout.add(2L * size.ld() * size.ld(), Float.BYTES),
            layout.add(size.n(), Double.BYTES),
            layout.add(1, Integer.BYTES));
  }

  void upload() {
    buffers.factors().upload(given.others(), Side.ITEMS);
    FloatMatrix start = given.start();
    if (start == null && size.hasBiases()) {
      // For the column of ones.
      start = FloatMatrix.zeros(size.n(), size.unknowns());
    }
    if (start != null) {
      buffers.factors().upload(start, Side.USERS);
    }
    DeviceMemory.upload(buffers.columns().at(), given.columns());
    DeviceMemory.upload(buffers.targets().at(), given.targets());
    if (buffers.weights() != null) {
      DeviceMemory.upload(buffers.weights().at(), given.weights());
    }
    DeviceMemory.upload(buffers.rowBegin().at(), rowBegin);
    DeviceMemory.upload(buffers.penalty().at(), given.penalties());
    DeviceMemory.upload(
        buffers.gram().at((long) size.ld() * size.ld() * Float.BYTES), gramOfOthers());
  }

  private float[] gramOfOthers() {
    int ld = size.ld();
    float[] matrix = new float[ld * ld];
    int at = 0;
    for (int i = 0; i < size.d(); i++) {
      for (int j = 0; j <= i; j++) {
        float value = (float) given.gram()[at++];
        matrix[i * ld + j] = value;
        matrix[j * ld + i] = value;
      }
    }
    return matrix;
  }

  /** Copies the block's rows out, once what is queued on the default stream is done. */
  FloatMatrix rows() {
    return buffers.factors().download(Side.USERS);
  }

  @Override
  public RowsSize size() {
    return size;
  }

  @Override
  public List<Side> sides() {
    return List.of(Side.USERS);
  }

  @Override
  public RowOrder order(Side side) {
    return new RowOrder(rowBegin, 0, size.n(), given.ratings());
  }

  @Override
  public RowBuffers buffers() {
    return buffers;
  }

  @Override
  public double ratings() {
    return given.ratings();
  }

  @Override
  public double gravity() {
    return given.gravity();
  }

  @Override
  public double biasRidge(Side side) {
    return given.biasRidge();
  }
}

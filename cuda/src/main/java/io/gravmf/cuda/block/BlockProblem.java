package io.gravmf.cuda.block;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.family.FamilySize;
import io.gravmf.cuda.family.ParameterMatrix;
import io.gravmf.cuda.family.RowOrder;
import io.gravmf.cuda.family.RowProblem;
import io.gravmf.cuda.family.Side;
import io.gravmf.data.FloatMatrix;
import java.util.Arrays;
import java.util.List;
import jcuda.driver.CUdeviceptr;

/**
 * A block in device memory: its rows stand where kernels expect users, whichever side they are of,
 * and the rows that they need where items are.
 */
final class BlockProblem implements RowProblem {

  private final BlockSystems given;
  private final FamilySize size;
  private final long[] rowBegin;
  private final ParameterMatrix factors;
  private final Layout.Buffer columns;
  private final Layout.Buffer targets;
  private final Layout.Buffer weights;
  private final Layout.Buffer begins;
  private final Layout.Buffer gram;
  private final Layout.Buffer penalty;
  private final Layout.Buffer counter;

  BlockProblem(Layout layout, BlockSystems given) {
    this.given = given;
    size = new FamilySize(given.rows(), given.others().rows(), given.d(), given.hasBiases());
    rowBegin = Arrays.stream(given.offsets()).asLongStream().toArray();
    factors = new ParameterMatrix(layout, size, true);
    int entries = given.columns().length;
    columns = layout.add(entries, Integer.BYTES);
    targets = layout.add(entries, Float.BYTES);
    weights = given.weights() == null ? null : layout.add(entries, Float.BYTES);
    begins = layout.add(rowBegin.length, Long.BYTES);
    gram = layout.add(2L * size.ld() * size.ld(), Float.BYTES);
    penalty = layout.add(size.n(), Double.BYTES);
    counter = layout.add(1, Integer.BYTES);
  }

  void upload() {
    factors.upload(given.others(), Side.ITEMS);
    FloatMatrix start = given.start();
    if (start == null && size.hasBiases()) {
      // For the column of ones.
      start = FloatMatrix.zeros(size.n(), size.unknowns());
    }
    if (start != null) {
      factors.upload(start, Side.USERS);
    }
    DeviceMemory.upload(columns.at(), given.columns());
    DeviceMemory.upload(targets.at(), given.targets());
    if (weights != null) {
      DeviceMemory.upload(weights.at(), given.weights());
    }
    DeviceMemory.upload(begins.at(), rowBegin);
    DeviceMemory.upload(penalty.at(), given.penalties());
    DeviceMemory.upload(gram.at((long) size.ld() * size.ld() * Float.BYTES), gramOfOthers());
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
    return factors.download(Side.USERS);
  }

  @Override
  public FamilySize size() {
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
  public CUdeviceptr factors() {
    return factors.at();
  }

  @Override
  public CUdeviceptr columns() {
    return columns.at();
  }

  @Override
  public CUdeviceptr targets() {
    return targets.at();
  }

  @Override
  public CUdeviceptr weights() {
    return weights == null ? null : weights.at();
  }

  @Override
  public CUdeviceptr rowBegin() {
    return begins.at();
  }

  @Override
  public CUdeviceptr gram() {
    return gram.at();
  }

  @Override
  public CUdeviceptr penalty() {
    return penalty.at();
  }

  @Override
  public CUdeviceptr counter() {
    return counter.at();
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

package io.gravmf.cuda.family;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.epoch.Segments;
import io.gravmf.cuda.rows.Side;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Targets;
import java.util.Arrays;
import jcuda.driver.CUdeviceptr;

/** Ratings by user and by item in device memory, with targets and weights, cut into segments. */
public final class DeviceRatings {

  public final CompressedRows byUser;
  public final CompressedRows byItem;
  public final Segments cut;

  /** Segments of users, which come first. */
  public final int userSegments;

  public final Layout.Buffer columns;
  public final Layout.Buffer targets;
  public final Layout.Buffer entryBegin;
  public final Layout.Buffer segmentRow;
  final Layout.Buffer rowSegments;
  public final Layout.Buffer rowBegin;

  /** Squared errors of each user's segment, times weights. */
  public final Layout.Buffer sse;

  /** Null where all are 1. */
  final Layout.Buffer weights;

  private final Ratings ratings;
  private final Targets goals;
  private final double mean;

  /**
   * Lays ratings out.
   *
   * @param weighed whether they will be given weights, whatever the targets
   */
  DeviceRatings(Layout layout, Ratings ratings, Targets goals, double mean, boolean weighed) {
    this.ratings = ratings;
    this.goals = goals;
    this.mean = mean;
    byUser = CompressedRows.byUser(ratings);
    byItem = CompressedRows.byItem(ratings);
    cut = Segments.of(byUser, byItem);
    userSegments = cut.rowSegments[byUser.rowCount()];
    long entries = 2L * ratings.size();
    columns = layout.add(entries, Integer.BYTES);
    targets = layout.add(entries, Float.BYTES);
    weights = goals.isWeighted() || weighed ? layout.add(entries, Float.BYTES) : null;
    entryBegin = layout.add(cut.entryBegin.length, Long.BYTES);
    segmentRow = layout.add(cut.segmentRow.length, Integer.BYTES);
    rowSegments = layout.add(cut.rowSegments.length, Integer.BYTES);
    rowBegin = layout.add(cut.rowBegin.length, Long.BYTES);
    sse = layout.add(userSegments, Double.BYTES);
  }

  void upload() {
    long items = ratings.size();
    float[] values = ratings.values();
    DeviceMemory.upload(columns.at(), byUser.columns());
    DeviceMemory.upload(columns.at(items * Integer.BYTES), byItem.columns());
    DeviceMemory.upload(targets.at(), goals.targets(byUser, values, mean));
    DeviceMemory.upload(targets.at(items * Float.BYTES), goals.targets(byItem, values, mean));
    if (weights != null) {
      DeviceMemory.upload(weights.at(), goals.weights(byUser, values));
      DeviceMemory.upload(weights.at(items * Float.BYTES), goals.weights(byItem, values));
    }
    DeviceMemory.upload(entryBegin.at(), cut.entryBegin);
    DeviceMemory.upload(segmentRow.at(), cut.segmentRow);
    DeviceMemory.upload(rowSegments.at(), cut.rowSegments);
    DeviceMemory.upload(rowBegin.at(), cut.rowBegin);
  }

  /** Gives each rating the weight of its user, when nothing reads the weights. */
  public void weigh(float[] users) {
    float[] values = new float[ratings.size()];
    for (int user = 0; user < users.length; user++) {
      Arrays.fill(values, byUser.offsets()[user], byUser.offsets()[user + 1], users[user]);
    }
    DeviceMemory.upload(weights.at(), values);
    int[] columns = byItem.columns();
    for (int k = 0; k < values.length; k++) {
      values[k] = users[columns[k]];
    }
    DeviceMemory.upload(weights.at((long) values.length * Float.BYTES), values);
  }

  /** Returns the sum of each user's squared errors, times weights. */
  public double[] userSquares() {
    double[] segments = new double[userSegments];
    DeviceMemory.download(segments, sse.at(), userSegments);
    double[] sums = new double[byUser.rowCount()];
    for (int user = 0; user < sums.length; user++) {
      for (int k = cut.rowSegments[user]; k < cut.rowSegments[user + 1]; k++) {
        sums[user] += segments[k];
      }
    }
    return sums;
  }

  /** Returns the weights as kernels take them: null where all are 1. */
  public CUdeviceptr weights() {
    return weights == null ? null : weights.at();
  }

  /** Returns how many ratings there are. */
  public int size() {
    return ratings.size();
  }

  /** Returns the factor that makes a sum over the ratings a mean; 0 where there are none. */
  double inverseSize() {
    return ratings.size() == 0 ? 0 : 1.0 / ratings.size();
  }

  /** Returns the ratings by the rows of a side. */
  public CompressedRows by(Side side) {
    return side == Side.USERS ? byUser : byItem;
  }
}

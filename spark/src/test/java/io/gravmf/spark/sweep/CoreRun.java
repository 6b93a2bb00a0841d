package io.gravmf.spark.sweep;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.spark.LocalSpark;
import io.gravmf.spark.block.FactorBlock;
import io.gravmf.spark.block.Ids;
import io.gravmf.spark.block.Layout;
import io.gravmf.spark.block.RatingChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/** Sweeps on the cluster over the engine's ratings, from the engine's state. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CoreRun(List<SweepReport> reports, float[] users, float[] items) {

  /**
   * Runs sweeps.
   *
   * @param device its full name
   * @param blocks of each side
   * @param slices of the ratings
   */
  static CoreRun of(
      Ratings train,
      Objective objective,
      Optimizer optimizer,
      TrainingState start,
      int sweeps,
      String kernels,
      String device,
      int blocks,
      int slices) {
    JavaSparkContext context = LocalSpark.context();
    List<RatingChunk> chunks = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      int from = (int) ((long) train.size() * slice / slices);
      int to = (int) ((long) train.size() * (slice + 1) / slices);
      chunks.add(
          new RatingChunk(
              Ids.of(Arrays.copyOfRange(train.users(), from, to)),
              Ids.of(Arrays.copyOfRange(train.items(), from, to)),
              Arrays.copyOfRange(train.values(), from, to)));
    }
    Layout users = layout(train.users(), train.userCount(), blocks);
    Layout items = layout(train.items(), train.itemCount(), blocks);
    List<Broadcast<Ids>> ids =
        List.of(
            context.broadcast(Ids.of(IntStream.range(0, users.rows()).toArray())),
            context.broadcast(Ids.of(IntStream.range(0, items.rows()).toArray())));
    StorageLevel level = StorageLevel.MEMORY_AND_DISK();
    var rdd = context.parallelize(chunks, slices);
    Blocks userBlocks = new Blocks(Layout.USERS, users, rdd, ids, level);
    Blocks itemBlocks = new Blocks(Layout.ITEMS, items, rdd, ids, level);
    userBlocks.routeTo(itemBlocks, level);
    itemBlocks.routeTo(userBlocks, level);
    double mean = objective.targets().mean(train.mean());
    SweepProblem problem =
        new SweepProblem(
            start.dim(),
            objective,
            optimizer,
            mean,
            users,
            items,
            Layout.USERS,
            Kernels.name(kernels),
            device);
    Broadcast<float[][]> rows =
        context.broadcast(
            new float[][] {start.users().factors().values(), start.items().factors().values()});
    int columns = start.users().factors().columns();
    Sweeps run =
        new Sweeps(
            context,
            problem,
            userBlocks,
            itemBlocks,
            side ->
                (row, values, at) ->
                    System.arraycopy(rows.value()[side], row * columns, values, at, columns),
            level,
            -1);
    List<SweepReport> reports = new ArrayList<>();
    run.run(sweeps, reports::add);
    CoreRun result = new CoreRun(reports, gather(run, 0), gather(run, 1));
    userBlocks.unpersist();
    itemBlocks.unpersist();
    return result;
  }

  private static Layout layout(int[] rows, int count, int blocks) {
    int[] counts = new int[count];
    for (int row : rows) {
      counts[row]++;
    }
    return new Layout(counts, blocks);
  }

  private static float[] gather(Sweeps run, int side) {
    List<FactorBlock> blocks = new ArrayList<>(run.factors(side).collect());
    float[] all = new float[blocks.stream().mapToInt(block -> block.values().length).sum()];
    int at = 0;
    for (FactorBlock block : blocks) {
      System.arraycopy(block.values(), 0, all, at, block.values().length);
      at += block.values().length;
    }
    return all;
  }
}

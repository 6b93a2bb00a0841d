package io.gravmf.spark.sweep;

import io.gravmf.spark.block.Ids;
import io.gravmf.spark.block.Layout;
import io.gravmf.spark.block.RatingChunk;
import io.gravmf.spark.block.RatingPart;
import io.gravmf.spark.block.RatingSums;
import io.gravmf.spark.block.Routes;
import io.gravmf.spark.block.RowBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * One side's blocks on the cluster: partition k has block k's ratings, and which of its rows are
 * shipped where.
 */
public final class Blocks {

  final int side;
  final Layout layout;
  final JavaRDD<RowBlock> ratings;
  private JavaRDD<Routes> routes;

  /**
   * Groups ratings by one side; lazily.
   *
   * @param ids of both sides' rows
   */
  public Blocks(
      int side,
      Layout layout,
      JavaRDD<RatingChunk> chunks,
      List<Broadcast<Ids>> ids,
      StorageLevel level) {
    this.side = side;
    this.layout = layout;
    int[] bounds = layout.blockRows();
    Broadcast<Ids> own = ids.get(side);
    Broadcast<Ids> other = ids.get(1 - side);
    ratings =
        chunks
            .flatMapToPair(
                chunk -> {
                  int[] rows = chunk.column(side).rowsIn(own.value());
                  int[] columns = chunk.column(1 - side).rowsIn(other.value());
                  RatingPart[] parts = RatingPart.divide(rows, columns, chunk.values(), bounds);
                  return numbered(parts).iterator();
                })
            .partitionBy(new HashPartitioner(layout.blocks()))
            .mapPartitionsWithIndex(
                (block, parts) -> {
                  List<RatingPart> all = new ArrayList<>();
                  parts.forEachRemaining(part -> all.add(part._2()));
                  return List.of(RowBlock.of(block, layout, all)).iterator();
                },
                true)
            .setName(name() + "' ratings")
            .persist(level);
  }

  private static List<Tuple2<Integer, RatingPart>> numbered(RatingPart[] parts) {
    List<Tuple2<Integer, RatingPart>> numbered = new ArrayList<>();
    for (int block = 0; block < parts.length; block++) {
      if (parts[block] != null) {
        numbered.add(new Tuple2<>(block, parts[block]));
      }
    }
    return numbered;
  }

  /** Finds out which of this side's rows the other's blocks need; lazily. */
  public void routeTo(Blocks other, StorageLevel level) {
    int[] bounds = layout.blockRows();
    JavaPairRDD<Integer, Routes.Route> needed =
        other.ratings.flatMapToPair(block -> routes(block, bounds));
    routes =
        needed
            .partitionBy(new HashPartitioner(layout.blocks()))
            .mapPartitions(
                found -> {
                  List<Routes.Route> all = new ArrayList<>();
                  found.forEachRemaining(route -> all.add(route._2()));
                  return List.of(new Routes(all)).iterator();
                },
                true)
            .setName(name() + "' routes")
            .persist(level);
  }

  private static Iterator<Tuple2<Integer, Routes.Route>> routes(RowBlock block, int[] bounds) {
    int[] from = block.neededFrom(bounds);
    List<Tuple2<Integer, Routes.Route>> routes = new ArrayList<>();
    for (int source = 0; source + 1 < bounds.length; source++) {
      int[] rows = new int[from[source + 1] - from[source]];
      for (int k = 0; k < rows.length; k++) {
        rows[k] = block.needed()[from[source] + k] - bounds[source];
      }
      if (rows.length > 0) {
        routes.add(new Tuple2<>(source, new Routes.Route(block.number(), rows)));
      }
    }
    return routes.iterator();
  }

  JavaRDD<Routes> routes() {
    return routes;
  }

  /** Computes the blocks, and sums over their ratings. */
  public RatingSums sums() {
    int[] chunkSegments = layout.chunkSegments();
    return RatingSums.of(ratings.map(block -> RatingSums.of(block, chunkSegments)).collect());
  }

  /** Returns which side it is. */
  public int side() {
    return side;
  }

  /** Returns how its rows are divided. */
  public Layout layout() {
    return layout;
  }

  /** Returns {@code users} or {@code items}. */
  String name() {
    return side == Layout.USERS ? "users" : "items";
  }

  /** Gives the memory back. */
  public void unpersist() {
    ratings.unpersist(false);
    routes.unpersist(false);
  }
}

package io.gravmf.spark.block;

import java.io.Serializable;
import java.util.List;

/** Which of a block's rows each block of the other side needs. */
public final class Routes implements Serializable {

  private static final long serialVersionUID = 1;

  private final int[] destinations;
  private final int[][] rows;

  /** Which rows one block needs of another. */
  public static final class Route implements Serializable {

    private static final long serialVersionUID = 1;

    private final int destination;
    private final int[] rows;

    /**
     * Describes a route.
     *
     * @param destination the block that needs rows
     * @param rows by the other block's own numbers, ascending
     */
    public Route(int destination, int[] rows) {
      this.destination = destination;
      this.rows = rows;
    }
  }

  /** Gathers routes from one block. */
  public Routes(List<Route> routes) {
    destinations = routes.stream().mapToInt(route -> route.destination).toArray();
    rows = routes.stream().map(route -> route.rows).toArray(int[][]::new);
  }

  /** Returns how many blocks need rows. */
  public int size() {
    return destinations.length;
  }

  /** Returns the number of the k-th such block. */
  public int destination(int k) {
    return destinations[k];
  }

  /** Returns the rows that the k-th such block needs; do not write. */
  public int[] rows(int k) {
    return rows[k];
  }
}

package io.gravmf.kernels;

import java.util.Arrays;
import java.util.Properties;

/**
 * The numbers that who launches the kernels has to know, as the compiler of the kernels gave them.
 * They have the names that they have in {@code src/main/cuda}, which says why each is what it is;
 * {@code ABI.md} there says where it is needed.
 */
public final class KernelShapes {

  private static final String RESOURCE = "gravmf.shapes";
  private static final Properties NUMBERS = KernelImages.properties(RESOURCE);

  /** Of most kernels. */
  public static final Widths WIDTHS = widths(NUMBERS, "WIDTHS");

  /** Of the kernel that runs whole epochs. */
  public static final Widths PERSISTENT_WIDTHS = widths(NUMBERS, "PERSISTENT_WIDTHS");

  /** Of the kernels that solve or draw a row by its matrix. */
  public static final Widths EXACT_WIDTHS = widths(NUMBERS, "EXACT_WIDTHS");

  /** Threads of a warp. */
  public static final int WARP = number("WARP");

  /** Threads of a block, where nothing else is said. */
  public static final int BLOCK = number("BLOCK");

  /** Warps of such a block. */
  public static final int WARPS = number("WARPS");

  /** Threads of a block of plain kernels in which a thread or a block has a row. */
  public static final int SIMPLE_BLOCK = number("SIMPLE_BLOCK");

  /** Threads of a block of {@code gravmf_update_D}. */
  public static final int UPDATE_BLOCK = number("UPDATE_BLOCK");

  /** Threads of a block of {@code gravmf_persistent_D}. */
  public static final int PERSISTENT_BLOCK = number("PERSISTENT_BLOCK");

  /** Threads of the one block that sums the objective. */
  public static final int LOSS_BLOCK = number("LOSS_BLOCK");

  /** Rows and columns of a tile of a Gram matrix. */
  public static final int GRAM_TILE = number("GRAM_TILE");

  /** Lanes for each element of a tile where tiles are added up. */
  public static final int GRAM_LANES = number("GRAM_LANES");

  /** Rows that {@code gravmf_dense_gravity_D} has in shared memory. */
  public static final int DENSE_TILE = number("DENSE_TILE");

  /** Ratings of a warp of {@code gravmf_validation_D}. */
  public static final int VALIDATION_PART = number("VALIDATION_PART");

  /** Ratings that the exact kernels have in shared memory. */
  public static final int STAGED = number("STAGED");

  /** Vectors of a row that conjugate gradients keep. */
  public static final int CONJUGATE_VECTORS = number("CONJUGATE_VECTORS");

  /** Users and items of a block of {@code gravmf_scores}. */
  public static final int SCORE_TILE = number("SCORE_TILE");

  /** Threads of such a block in each direction. */
  public static final int SCORE_SIDE = number("SCORE_SIDE");

  /** Threads of a block of t-SNE's kernels that give a thread a point. */
  public static final int TSNE_BLOCK = number("TSNE_BLOCK");

  /** Threads of the one block that sums t-SNE's Z. */
  public static final int NORMALISER_BLOCK = number("NORMALISER_BLOCK");

  private KernelShapes() {}

  /** Returns the rows of a block of {@code gravmf_update_D}. */
  public static int updateRows(int width) {
    return number("UPDATE_ROWS_" + width);
  }

  /** Returns the rows of a block of {@code gravmf_dense_gravity_D}. */
  public static int denseRows(int width) {
    return number("DENSE_ROWS_" + width);
  }

  /** Returns the rows and columns of a thread's tile of a row's matrix. */
  public static int exactEdge(int width) {
    return number("EXACT_EDGE_" + width);
  }

  private static int number(String name) {
    return number(NUMBERS, name);
  }

  /**
   * @throws IllegalStateException if there is no number of this name
   */
  static int number(Properties numbers, String name) {
    return parse(name, value(numbers, name));
  }

  /**
   * @throws IllegalStateException if there are no widths of this name
   */
  static Widths widths(Properties numbers, String name) {
    return new Widths(
        Arrays.stream(value(numbers, name).split(" ", -1))
            .map(width -> parse(name, width))
            .toList());
  }

  private static String value(Properties numbers, String name) {
    String value = numbers.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(RESOURCE + " lacks " + name);
    }
    return value;
  }

  private static int parse(String name, String value) {
    if (!value.matches("[1-9]\\d{0,8}")) {
      throw new IllegalStateException(
          RESOURCE + ": " + name + " is '" + value + "', expected a number");
    }
    return Integer.parseInt(value);
  }
}

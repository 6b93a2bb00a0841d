package io.gravmf.spark.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

/** Sums do not depend on who holds which segments. */
class SegmentTreeTest {

  private static final int[] CHUNKS = {0, 1, 8, 9, 20, 33};

  @Test
  void blocksOfAnyBoundsGiveTheSameBits() {
    Random random = new Random();
    double[] sum = sum(random, 0);
    for (int cuts = 1; cuts < 33; cuts++) {
      assertThat(sum(random, cuts)).as("%d cuts", cuts).isEqualTo(sum);
    }
    assertThat(sum[0]).isNotZero();
  }

  /** Values of very different sizes, whose sum every order rounds differently. */
  private static double[] sum(Random random, int cuts) {
    double[][] vectors = new double[33][2];
    Random values = new Random(5);
    for (double[] vector : vectors) {
      Arrays.setAll(vector, k -> Math.scalb(values.nextGaussian(), values.nextInt(60)));
    }
    int[] bounds = random.ints(cuts, 0, 34).sorted().toArray();
    List<SegmentTree.Node> nodes = new ArrayList<>();
    SegmentTree tree = new SegmentTree(CHUNKS);
    int from = 0;
    for (int cut = 0; cut <= cuts; cut++) {
      int to = cut == cuts ? 33 : bounds[cut];
      if (to > from) {
        tree.reduce(from, Arrays.copyOfRange(vectors, from, to), nodes);
        from = to;
      }
    }
    Collections.shuffle(nodes, random);
    return tree.finish(nodes);
  }

  @Test
  void layoutsCutWholeSegmentsIntoBlocksThatAreNotEmpty() {
    Random random = new Random();
    for (int rows : new int[] {1, 127, 128, 129, 5000, 70_000}) {
      int[] counts = random.ints(rows, 0, 50).toArray();
      Layout one = new Layout(counts, 1);
      for (int blocks : new int[] {1, 2, 7, 100}) {
        Layout layout = new Layout(counts, blocks);
        assertThat(layout.segments()).isEqualTo(one.segments());
        assertThat(layout.blocks()).isEqualTo(Math.min(blocks, layout.segments()));
        int[] bounds = layout.blockRows();
        for (int block = 0; block < layout.blocks(); block++) {
          assertThat(bounds[block]).isLessThan(bounds[block + 1]);
        }
        assertThat(bounds[layout.blocks()]).isEqualTo(rows);
      }
    }
  }

  @Test
  void kryoWritesBlocksToo() {
    var kryo = new KryoSerializer(new SparkConf()).newInstance();
    BlockSums sums =
        new BlockSums(
            new ArrayList<>(List.of(new SegmentTree.Node(0, 1, new double[] {3}))),
            new ArrayList<>(),
            2);
    FactorBlock block = new FactorBlock(4, 1, new float[] {1, 2}, sums);
    var tag = ClassTag$.MODULE$.<FactorBlock>apply(FactorBlock.class);
    FactorBlock read = kryo.deserialize(kryo.serialize(block, tag), tag);
    assertThat(read.values()).containsExactly(1, 2);
    assertThat(read.number()).isEqualTo(4);
    assertThat(new SegmentTree(new int[] {0, 1}).finish(read.sums().gram())).containsExactly(3);
  }
}

package io.gravmf.spark;

import io.gravmf.backend.Loss;
import io.gravmf.data.SplitFingerprint;
import io.gravmf.model.Provenance;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.spark.block.IdCounts;
import io.gravmf.spark.block.Ids;
import io.gravmf.spark.block.Layout;
import io.gravmf.spark.block.RatingChunk;
import io.gravmf.spark.block.RatingSums;
import io.gravmf.spark.sweep.Blocks;
import io.gravmf.spark.sweep.DrawnRows;
import io.gravmf.spark.sweep.Gpus;
import io.gravmf.spark.sweep.Kernels;
import io.gravmf.spark.sweep.SweepProblem;
import io.gravmf.spark.sweep.SweepReport;
import io.gravmf.spark.sweep.Sweeps;
import io.gravmf.train.InitialFactors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** One training: ratings to blocks, sweeps, and the model as data frames. */
final class Fitting {

  private static final Logger LOG = LoggerFactory.getLogger(GravityMF.class);

  /** Counting ids is cheap: more tasks than this would only wait for each other. */
  private static final int MOST_BUCKETS = 64;

  private final GravityMF estimator;
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final StorageLevel level;

  Fitting(GravityMF estimator, SparkSession spark) {
    this.estimator = estimator;
    this.spark = spark;
    context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    level = StorageLevel.fromString(estimator.getIntermediateStorageLevel());
  }

  GravityMFModel fit(Dataset<?> dataset) {
    String described = context.getLocalProperty("spark.job.description");
    JavaRDD<RatingChunk> chunks = chunks(dataset);
    try {
      String device = device();
      context.setJobDescription("gravmf: ids of users and items");
      List<IdCounts> counts = counts(chunks);
      List<Broadcast<Ids>> ids =
          counts.stream().map(side -> context.broadcast(side.ids())).toList();
      Layout users = new Layout(counts.get(0).counts(), estimator.getNumUserBlocks());
      Layout items = new Layout(counts.get(1).counts(), estimator.getNumItemBlocks());
      Blocks userBlocks = new Blocks(Layout.USERS, users, chunks, ids, level);
      Blocks itemBlocks = new Blocks(Layout.ITEMS, items, chunks, ids, level);
      userBlocks.routeTo(itemBlocks, level);
      itemBlocks.routeTo(userBlocks, level);
      try {
        return fit(userBlocks, itemBlocks, chunks, ids, device);
      } finally {
        userBlocks.unpersist();
        itemBlocks.unpersist();
      }
    } finally {
      chunks.unpersist(false);
      context.setJobDescription(described);
    }
  }

  /** Returns what solves rows in every task; with {@code auto} a cluster may lack what it says. */
  private String device() {
    String choice = estimator.getDevice();
    boolean unasked = choice.equals("auto");
    if (choice.equals(Gpus.CPU)
        || (unasked && (!Gpus.areGiven(context) || !estimator.gpuProblem().isEmpty()))) {
      return Gpus.CPU;
    }
    context.setJobDescription("gravmf: GPUs of tasks");
    try {
      return Gpus.model(context);
    } catch (IllegalArgumentException e) {
      if (!unasked) {
        throw e;
      }
      LOG.warn("device=auto solves on the CPU, for {}", e.getMessage());
      return Gpus.CPU;
    }
  }

  private JavaRDD<RatingChunk> chunks(Dataset<?> dataset) {
    return dataset
        .select(
            Columns.ids(dataset, estimator.getUserCol()),
            Columns.ids(dataset, estimator.getItemCol()),
            Columns.ratings(dataset, estimator.getRatingCol(), estimator.getImplicitPrefs()))
        .javaRDD()
        .mapPartitions(new RatingReader())
        .setName("ratings as they come")
        .persist(level);
  }

  /** Counts the ratings of users and of items. */
  private static List<IdCounts> counts(JavaRDD<RatingChunk> chunks) {
    int buckets = Math.max(1, Math.min(MOST_BUCKETS, chunks.getNumPartitions()));
    List<Tuple2<Integer, IdCounts>> found =
        chunks
            .flatMapToPair(
                chunk -> {
                  List<Tuple2<Integer, IdCounts>> parts = new ArrayList<>();
                  for (int side = 0; side < 2; side++) {
                    for (IdCounts.Bucket bucket :
                        IdCounts.of(chunk.column(side)).buckets(buckets)) {
                      parts.add(new Tuple2<>(2 * bucket.number() + side, bucket.part()));
                    }
                  }
                  return parts.iterator();
                })
            .groupByKey(new HashPartitioner(buckets))
            .mapValues(
                parts -> {
                  List<IdCounts> all = new ArrayList<>();
                  parts.forEach(all::add);
                  return IdCounts.merge(all);
                })
            .collect();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("there are no ratings to train on");
    }
    List<IdCounts> sides = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      int wanted = side;
      sides.add(
          IdCounts.merge(
              found.stream().filter(part -> part._1() % 2 == wanted).map(Tuple2::_2).toList()));
    }
    return sides;
  }

  private GravityMFModel fit(
      Blocks users,
      Blocks items,
      JavaRDD<RatingChunk> chunks,
      List<Broadcast<Ids>> ids,
      String device) {
    context.setJobDescription("gravmf: ratings by user and by item");
    RatingSums sums = users.sums();
    items.sums();
    chunks.unpersist(false);
    Objective objective =
        estimator.objective(users.layout().rows(), items.layout().rows(), sums.count());
    Optimizer optimizer = estimator.optimizer();
    double rating = sums.sum(users.layout().chunkSegments()) / sums.count();
    double mean = estimator.getSubtractMean() ? objective.targets().mean(rating) : 0;
    int dim = estimator.getRank();
    SweepProblem problem =
        new SweepProblem(
            dim,
            objective,
            optimizer,
            mean,
            users.layout(),
            items.layout(),
            estimator.getFirstSide().equals("users") ? Layout.USERS : Layout.ITEMS,
            Kernels.name(estimator.getKernels()),
            device);
    LOG.info(
        "{} ratings of {} items by {} users, in {} and {} blocks; kernels: {}; device: {}",
        sums.count(),
        items.layout().rows(),
        users.layout().rows(),
        items.layout().blocks(),
        users.layout().blocks(),
        Kernels.name(estimator.getKernels()),
        device);
    Sweeps run =
        new Sweeps(
            context,
            problem,
            users,
            items,
            new DrawnRows(dim, estimator.getInitialDeviation(), estimator.getSeed(), ids),
            level,
            estimator.getCheckpointInterval());
    List<SweepReport> reports = new ArrayList<>();
    run.run(
        estimator.getMaxIter(),
        report -> {
          reports.add(report);
          log(report);
        });
    Loss loss = reports.isEmpty() ? new Loss(0, 0, 0) : reports.get(reports.size() - 1).loss();
    Provenance provenance =
        new Provenance(
            Provenance.softwareVersion(),
            device.equals(Gpus.CPU) ? "spark" : "spark, " + device,
            estimator.getSeed(),
            InitialFactors.GENERATOR,
            "all ratings",
            (int) Math.min(Integer.MAX_VALUE, sums.count()),
            0,
            Optional.of(new SplitFingerprint(sums.fingerprint(), 0)),
            estimator.getMaxIter(),
            objective,
            optimizer,
            loss,
            Optional.empty());
    Training training = new Training(provenance, mean, sums.count(), new GravityMFSummary(reports));
    context.setJobDescription("gravmf: the model's factors");
    StorageLevel last = StorageLevel.fromString(estimator.getFinalStorageLevel());
    List<Dataset<Row>> frames = new ArrayList<>();
    for (Blocks side : List.of(users, items)) {
      Dataset<Row> frame =
          FactorFrames.of(
              spark, run.factors(side.side()), side.layout(), ids.get(side.side()), dim);
      frame.persist(last).count();
      run.factors(side.side()).unpersist(false);
      frames.add(frame);
    }
    return new GravityMFModel(estimator.uid(), dim, frames.get(0), frames.get(1), training);
  }

  private static void log(SweepReport report) {
    Loss loss = report.loss();
    LOG.info(
        String.format(
            Locale.ROOT,
            "sweep %d: total %.6f, mse %.6f, l2 %.6f, gravity %.6f, %.2f s%s",
            report.number(),
            loss.total(),
            loss.mse(),
            loss.l2(),
            loss.gravity(),
            report.seconds(),
            report.float64Rows() == 0
                ? ""
                : ", " + report.float64Rows() + " rows solved in float64"));
  }
}

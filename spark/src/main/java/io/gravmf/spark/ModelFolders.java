package io.gravmf.spark;

import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.model.Provenance;
import io.gravmf.spark.block.Ids;
import io.gravmf.spark.sweep.SweepReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Models of Spark as models of the engine, and back. */
final class ModelFolders {

  private ModelFolders() {}

  static void write(GravityMFModel model, Path folder) {
    if (model.training().ratings() > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "the model was trained on "
              + model.training().ratings()
              + " ratings, more than a model of the engine can name; use save instead");
    }
    ModelFiles.save(folder, engineModel(model));
  }

  /** Brings a model to the driver. */
  static Model engineModel(GravityMFModel model) {
    Side users = Side.of(model.userFactors(), model.rank());
    Side items = Side.of(model.itemFactors(), model.rank());
    return new Model(
        users.factors,
        items.factors,
        users.biases.map(biases -> new Model.Biases(biases, items.biases.orElseThrow())),
        model.mean(),
        users.ids.toMap(),
        items.ids.toMap(),
        model.training().provenance());
  }

  /** One side's factors on the driver, by ascending id. */
  private record Side(Ids ids, FloatMatrix factors, Optional<FloatMatrix> biases) {

    static Side of(Dataset<Row> frame, int dim) {
      boolean hasBiases = FactorFrames.hasBiases(frame);
      // Text as the engine orders it, by UTF-16, which is not how Spark's UTF-8 sorts.
      List<Row> rows = new java.util.ArrayList<>(frame.collectAsList());
      rows.sort((a, b) -> compare(a.get(0), b.get(0)));
      FloatMatrix factors = FloatMatrix.zeros(rows.size(), dim);
      FloatMatrix biases = FloatMatrix.zeros(rows.size(), 1);
      for (int row = 0; row < rows.size(); row++) {
        FactorFrames.copyFeatures(rows.get(row), 1, factors.values(), row * dim);
        if (hasBiases) {
          biases.values()[row] = rows.get(row).getFloat(2);
        }
      }
      boolean texts = !rows.isEmpty() && rows.get(0).get(0) instanceof String;
      Ids ids =
          texts
              ? Ids.of(rows.stream().map(row -> row.getString(0)).toArray(String[]::new))
              : Ids.of(rows.stream().mapToInt(row -> row.getInt(0)).toArray());
      return new Side(ids, factors, hasBiases ? Optional.of(biases) : Optional.empty());
    }

    private static int compare(Object a, Object b) {
      return a instanceof String text
          ? text.compareTo((String) b)
          : Integer.compare((Integer) a, (Integer) b);
    }
  }

  static GravityMFModel read(SparkSession spark, String uid, Path folder) {
    Model model = ModelFiles.load(folder);
    Dataset<Row> users =
        FactorFrames.of(
            spark,
            model.userFactors(),
            model.biases().map(Model.Biases::users).orElse(null),
            Ids.of(model.userIds()));
    Dataset<Row> items =
        FactorFrames.of(
            spark,
            model.itemFactors(),
            model.biases().map(Model.Biases::items).orElse(null),
            Ids.of(model.itemIds()));
    Provenance provenance = model.provenance();
    SweepReport last = new SweepReport(provenance.epochs(), provenance.trainLoss(), 0, 0);
    return new GravityMFModel(
        uid,
        model.dim(),
        users,
        items,
        new Training(
            provenance,
            model.mean(),
            provenance.trainRatings(),
            new GravityMFSummary(List.of(last))));
  }

  /** Returns a model without users and items, which says how this one was trained. */
  static Model description(GravityMFModel model) {
    FloatMatrix none = FloatMatrix.zeros(0, model.rank());
    Training training = model.training();
    return new Model(
        none, none, training.mean(), new DenseIds(0), new DenseIds(0), training.provenance());
  }
}

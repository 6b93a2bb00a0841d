package io.gravmf.spark;

import io.gravmf.backend.Loss;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.spark.sweep.SweepReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Models in Spark's own layout: {@code metadata}, {@code userFactors} and {@code itemFactors} as
 * MLlib's ALS has them, and {@code training}, how the model came about.
 */
final class ModelStore {

  private static final String USERS = "userFactors";
  private static final String ITEMS = "itemFactors";
  private static final String TRAINING = "training";

  private static final StructType SCHEMA =
      new StructType()
          .add("description", DataTypes.BinaryType)
          .add("ratings", DataTypes.LongType)
          .add("number", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("mse", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("l2", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("gravity", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("seconds", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("float64Rows", DataTypes.createArrayType(DataTypes.LongType));

  private ModelStore() {}

  /** Writes a model. */
  static final class Writer extends MLWriter {

    private final GravityMFModel model;

    Writer(GravityMFModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
      model.userFactors().write().parquet(new Path(path, USERS).toString());
      model.itemFactors().write().parquet(new Path(path, ITEMS).toString());
      sparkSession()
          .createDataFrame(List.of(row(model)), SCHEMA)
          .coalesce(1)
          .write()
          .parquet(new Path(path, TRAINING).toString());
    }
  }

  private static Row row(GravityMFModel model) {
    ByteArrayOutputStream description = new ByteArrayOutputStream();
    try {
      ModelFiles.write(description, ModelFolders.description(model));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<SweepReport> sweeps = model.summary().sweeps();
    return RowFactory.create(
        description.toByteArray(),
        model.training().ratings(),
        sweeps.stream().mapToInt(SweepReport::number).toArray(),
        sweeps.stream().mapToDouble(sweep -> sweep.loss().mse()).toArray(),
        sweeps.stream().mapToDouble(sweep -> sweep.loss().l2()).toArray(),
        sweeps.stream().mapToDouble(sweep -> sweep.loss().gravity()).toArray(),
        sweeps.stream().mapToDouble(SweepReport::seconds).toArray(),
        sweeps.stream().mapToLong(SweepReport::float64Rows).toArray());
  }

  /** Reads a model. */
  static final class Reader extends MLReader<GravityMFModel> {

    @Override
    public GravityMFModel load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(
              path, sparkSession(), GravityMFModel.class.getName());
      Dataset<Row> users = sparkSession().read().parquet(new Path(path, USERS).toString());
      Dataset<Row> items = sparkSession().read().parquet(new Path(path, ITEMS).toString());
      Row row = sparkSession().read().parquet(new Path(path, TRAINING).toString()).head();
      Model description;
      try {
        description = ModelFiles.read(new ByteArrayInputStream(row.getAs("description")), path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      GravityMFModel model =
          new GravityMFModel(
              metadata.uid(),
              description.dim(),
              users,
              items,
              new Training(
                  description.provenance(),
                  description.mean(),
                  row.getAs("ratings"),
                  summary(row)));
      metadata.getAndSetParams(model, metadata.getAndSetParams$default$2());
      return model;
    }
  }

  private static GravityMFSummary summary(Row row) {
    List<Integer> numbers = row.getList(row.fieldIndex("number"));
    List<Double> mse = row.getList(row.fieldIndex("mse"));
    List<Double> l2 = row.getList(row.fieldIndex("l2"));
    List<Double> gravity = row.getList(row.fieldIndex("gravity"));
    List<Double> seconds = row.getList(row.fieldIndex("seconds"));
    List<Long> float64Rows = row.getList(row.fieldIndex("float64Rows"));
    List<SweepReport> sweeps = new ArrayList<>();
    for (int k = 0; k < numbers.size(); k++) {
      sweeps.add(
          new SweepReport(
              numbers.get(k),
              new Loss(mse.get(k), l2.get(k), gravity.get(k)),
              seconds.get(k),
              float64Rows.get(k)));
    }
    return new GravityMFSummary(sweeps);
  }
}

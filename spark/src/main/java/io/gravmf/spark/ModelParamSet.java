package io.gravmf.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.storage.StorageLevel;
import scala.Function1;
import scala.runtime.AbstractFunction1;

/** The declarations of the parameters that a model has, and the ways to make more. */
public class ModelParamSet implements Serializable {

  private static final long serialVersionUID = 1;

  private static final String LEVEL_NONE = "NONE";

  final Param<String> userCol;
  final Param<String> itemCol;
  final Param<String> predictionCol;
  final Param<String> coldStartStrategy;
  final IntParam blockSize;

  private final transient Params owner;

  ModelParamSet(Params owner) {
    this.owner = owner;
    userCol = text("userCol", "column of user ids, integers in the range of int, or text", "user");
    itemCol = text("itemCol", "column of item ids, integers in the range of int, or text", "item");
    predictionCol = text("predictionCol", "column of predictions", "prediction");
    coldStartStrategy =
        new Param<>(
            owner,
            "coldStartStrategy",
            "for unknown users and items: nan or drop",
            test(value -> List.of("nan", "drop").contains(lower(value))));
    owner.setDefault(coldStartStrategy, "nan");
    blockSize = integer("blockSize", "rows searched together (>= 1)", 4096, 1);
  }

  static String lower(String value) {
    return value.toLowerCase(Locale.ROOT);
  }

  /** A predicate as Scala has them. */
  interface Test<T> extends Serializable {
    boolean holds(T value);
  }

  static <T> Function1<T, Object> test(Test<T> test) {
    return new Predicate<>(test);
  }

  private static final class Predicate<T> extends AbstractFunction1<T, Object>
      implements Serializable {

    private static final long serialVersionUID = 1;

    private final Test<T> test;

    Predicate(Test<T> test) {
      this.test = test;
    }

    @Override
    public Object apply(T value) {
      return test.holds(value);
    }
  }

  final Param<String> text(String name, String doc, String value) {
    Param<String> param = new Param<>(owner, name, doc);
    owner.setDefault(param, value);
    return param;
  }

  final Param<String> choice(String name, String doc, List<String> values) {
    Param<String> param =
        new Param<>(
            owner, name, doc + ": " + String.join(", ", values), ParamValidators.inArray(values));
    owner.setDefault(param, values.get(0));
    return param;
  }

  final Param<String> level(String name, String doc, boolean none) {
    Param<String> param =
        new Param<>(owner, name, "storage level " + doc, test(value -> isLevel(value, none)));
    owner.setDefault(param, "MEMORY_AND_DISK");
    return param;
  }

  private static boolean isLevel(String value, boolean none) {
    try {
      StorageLevel.fromString(value);
      return none || !value.equals(LEVEL_NONE);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  final IntParam integer(String name, String doc, int value, int least) {
    IntParam param = new IntParam(owner, name, doc, ParamValidators.gtEq(least));
    owner.setDefault(param, value);
    return param;
  }

  final DoubleParam number(String name, String doc, double value) {
    DoubleParam param =
        new DoubleParam(owner, name, doc, ParamValidators.inRange(0, Double.MAX_VALUE));
    owner.setDefault(param, value);
    return param;
  }

  final BooleanParam flag(String name, String doc, boolean value) {
    BooleanParam param = new BooleanParam(owner, name, doc);
    owner.setDefault(param, value);
    return param;
  }
}

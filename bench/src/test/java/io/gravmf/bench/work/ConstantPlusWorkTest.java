package io.gravmf.bench.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ConstantPlusWorkTest {

  private static List<Growth.Point> points(double constant, double perFlop) {
    return DoubleStream.of(1, 2, 4, 8, 16)
        .mapToObj(x -> new Growth.Point(x, constant + perFlop * x, x, x, x))
        .toList();
  }

  @Test
  void findsTheLawThatMadeThePoints() {
    List<Growth.Point> points = points(3, 0.25);
    ConstantPlusWork law = ConstantPlusWork.fit(points);
    assertThat(law.constant()).isCloseTo(3, within(1e-9));
    assertThat(law.perFlop()).isCloseTo(0.25, within(1e-9));
    assertThat(law.misfit(points)).isLessThan(1e-9);
  }

  /** Cost that grows faster than the work is no constant below zero, but a misfit. */
  @Test
  void theConstantIsNeverNegative() {
    List<Growth.Point> points = points(-0.2, 0.5);
    ConstantPlusWork law = ConstantPlusWork.fit(points);
    assertThat(law.constant()).isZero();
    assertThat(law.perFlop()).isBetween(0.3, 0.5);
    assertThat(law.misfit(points)).isGreaterThan(0.05);
  }
}

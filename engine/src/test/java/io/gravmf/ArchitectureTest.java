package io.gravmf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.time.Clock;
import java.time.Instant;
import java.util.Formatter;

/** The rules of docs/architecture.md. */
@AnalyzeClasses(
    packages = "io.gravmf",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

  /** Leaves out what other modules' tests are packed into. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CYCLES =
      slices().matching("io.gravmf.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule DATA_KNOWS_NOTHING_OF_TRAINING =
      noClasses()
          .that()
          .resideInAPackage("io.gravmf.data..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gravmf.backend..",
              "io.gravmf.model..",
              "io.gravmf.train..",
              "io.gravmf.evaluate..");

  @ArchTest
  static final ArchRule RATINGS_KNOW_NO_FILES =
      classes()
          .that()
          .resideInAPackage("io.gravmf.data")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.gravmf.data", "java..", "org.apache.commons.rng..");

  @ArchTest
  static final ArchRule TEXT_KNOWS_NO_COLUMNS =
      noClasses()
          .that()
          .resideInAPackage("io.gravmf.data.text")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.gravmf.data.read..", "io.gravmf.data.items..");

  @ArchTest
  static final ArchRule RATINGS_AND_ITEMS_ARE_READ_APART =
      noClasses()
          .that()
          .resideInAPackage("io.gravmf.data.read")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gravmf.data.items");

  @ArchTest
  static final ArchRule OBJECTIVES_KNOW_RATINGS_ALONE =
      classes()
          .that()
          .resideInAPackage("io.gravmf.objective")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.gravmf.objective", "io.gravmf.data", "java..");

  @ArchTest
  static final ArchRule FORMATS_KNOW_NOTHING_OF_RATINGS =
      classes()
          .that()
          .resideInAPackage("io.gravmf.format..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.gravmf.format..", "io.gravmf.data", "java..", "tools.jackson..");

  @ArchTest
  static final ArchRule THE_TRAINER_KNOWS_NO_BACKEND =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gravmf.backend..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gravmf.backend.cpu..");

  @ArchTest
  static final ArchRule THE_VECTOR_API_IS_FOUND_BY_LOOKUP_ALONE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.gravmf.backend.cpu.vector..",
              "io.gravmf.embedding.vector..",
              "io.gravmf.solve.vector..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gravmf.backend.cpu.vector..",
              "io.gravmf.embedding.vector..",
              "io.gravmf.solve.vector..",
              "jdk.incubator.vector..");

  @ArchTest
  static final ArchRule EMBEDDING_KNOWS_POINTS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("io.gravmf.embedding..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gravmf.backend..",
              "io.gravmf.model..",
              "io.gravmf.train..",
              "io.gravmf.evaluate..",
              "io.gravmf.format..");

  @ArchTest
  static final ArchRule EMBEDDING_HAS_ONE_DOOR =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gravmf.embedding..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gravmf.embedding.affinity..",
              "io.gravmf.embedding.force..",
              "io.gravmf.embedding.kernel..",
              "io.gravmf.embedding.layout..");

  @ArchTest
  static final ArchRule PAIR_KERNELS_KNOW_ARRAYS_ALONE =
      classes()
          .that()
          .resideInAPackage("io.gravmf.embedding.kernel")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.gravmf.embedding.kernel", "java..");

  @ArchTest
  static final ArchRule AFFINITIES_KNOW_NO_LAYOUT =
      classes()
          .that()
          .resideInAPackage("io.gravmf.embedding.affinity")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gravmf.embedding.affinity",
              "io.gravmf.embedding.kernel",
              "io.gravmf.data",
              "io.gravmf.parallel",
              "java..");

  @ArchTest
  static final ArchRule LAYOUTS_KNOW_NO_FORCE =
      classes()
          .that()
          .resideInAPackage("io.gravmf.embedding.layout")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gravmf.embedding.layout",
              "io.gravmf.embedding.kernel",
              "io.gravmf.data",
              "java..",
              "org.apache.commons.math3..",
              "org.apache.commons.rng..");

  @ArchTest
  static final ArchRule FORCES_KNOW_NO_SCHEDULE =
      classes()
          .that()
          .resideInAPackage("io.gravmf.embedding.force")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gravmf.embedding.force",
              "io.gravmf.embedding.affinity",
              "io.gravmf.embedding.kernel",
              "io.gravmf.embedding.layout",
              "io.gravmf.parallel",
              "java..");

  @ArchTest
  static final ArchRule THE_SOLVER_KNOWS_ARRAYS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("io.gravmf.solve..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gravmf.backend..",
              "io.gravmf.data..",
              "io.gravmf.embedding..",
              "io.gravmf.evaluate..",
              "io.gravmf.format..",
              "io.gravmf.model..",
              "io.gravmf.objective..",
              "io.gravmf.parallel..",
              "io.gravmf.train..");

  @ArchTest
  static final ArchRule RANKING_KNOWS_SCORES_ALONE =
      classes()
          .that()
          .resideInAPackage("io.gravmf.evaluate.ranking")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gravmf.evaluate..", "io.gravmf.model", "io.gravmf.data", "java..");

  @ArchTest
  static final ArchRule A_SEARCH_KNOWS_NO_TRAINING =
      classes()
          .that()
          .resideInAPackage("io.gravmf.search")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gravmf.search",
              "io.gravmf.format",
              "io.gravmf.data",
              "io.gravmf.parallel",
              "java..",
              "org.apache.commons.rng..");

  @ArchTest
  static final ArchRule NOTHING_KNOWS_BY_WHAT_PROTOCOL_IT_IS_TESTED =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gravmf.crossvalidate")
          .and()
          .resideOutsideOfPackage("io.gravmf.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gravmf.crossvalidate");

  @ArchTest
  static final ArchRule WORKERS_KNOW_NOTHING_OF_THEIR_TASKS =
      classes()
          .that()
          .resideInAPackage("io.gravmf.parallel..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.gravmf.parallel..", "java..");

  @ArchTest
  static final ArchRule THE_ENGINE_NEVER_EXITS =
      noClasses().should().callMethod(System.class, "exit", int.class);

  /** A clock may be set while a run is on its way; TensorBoard's files alone have its time. */
  @ArchTest
  static final ArchRule ONLY_TENSORBOARD_HAS_THE_CLOCKS_TIME =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.gravmf.train.TensorBoardListener")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone");

  @ArchTest
  static final ArchRule THE_ENGINE_NEVER_PRINTS =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  /**
   * Digits, points and cases of letters that depend on where a program runs are wrong somewhere.
   */
  @ArchTest
  static final ArchRule TEXT_DEPENDS_ON_NO_LOCALE =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "formatted", Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .orShould()
          .callMethod(PrintStream.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(PrintStream.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(PrintWriter.class, "format", String.class, Object[].class)
          .orShould()
          .callConstructor(Formatter.class)
          .orShould()
          .callConstructor(Formatter.class, Appendable.class)
          .orShould()
          .callConstructor(DecimalFormat.class, String.class);
}

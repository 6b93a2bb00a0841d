package io.gravmf.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of the module. */
@AnalyzeClasses(packages = "io.gravmf.spark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule BLOCKS_KNOW_NEITHER_SWEEPS_NOR_SPARK =
      noClasses()
          .that()
          .resideInAPackage("io.gravmf.spark.block")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.gravmf.spark", "io.gravmf.spark.sweep", "org.apache.spark..");

  @ArchTest
  static final ArchRule SWEEPS_KNOW_NO_DATA_FRAMES =
      noClasses()
          .that()
          .resideInAPackage("io.gravmf.spark.sweep")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.gravmf.spark", "org.apache.spark.sql..", "org.apache.spark.ml..");

  @ArchTest
  static final ArchRule THE_COMMAND_ALONE_EXITS =
      noClasses()
          .that()
          .doNotHaveSimpleName("Main")
          .should()
          .callMethod(System.class, "exit", int.class);
}

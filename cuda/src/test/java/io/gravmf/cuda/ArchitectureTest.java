package io.gravmf.cuda;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the CUDA module, and what may depend on what. */
@AnalyzeClasses(packages = "io.gravmf.cuda", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule ROOMS_FORM_NO_CYCLES =
      slices().matching("io.gravmf.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_DRIVER_KNOWS_NO_PROBLEM =
      noClasses()
          .that()
          .resideInAPackage("io.gravmf.cuda.driver")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("io\\.gravmf\\.(cuda\\.(?!driver\\.)|data\\.|backend\\.Problem).*");

  @ArchTest
  static final ArchRule TRAINING_T_SNE_AND_TOP_N_KNOW_THE_DRIVER_ALONE =
      slices()
          .matching("io.gravmf.cuda.(epoch|tsne|topn)")
          .namingSlices("$1")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule NOTHING_KNOWS_THE_DOOR =
      noClasses()
          .that()
          .resideInAPackage("io.gravmf.cuda.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gravmf.cuda");

  @ArchTest
  static final ArchRule CUDA_NEVER_EXITS =
      noClasses().should().callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule CUDA_NEVER_PRINTS =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}

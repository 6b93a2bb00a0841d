package io.gravmf.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.util.Formatter;

/** The walls between the command's rooms, as docs/architecture.md has them. */
@AnalyzeClasses(packages = "io.gravmf.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String COMMAND = "io.gravmf.cli.command..";
  private static final String CONSOLE = "io.gravmf.cli.console..";
  private static final String CSV = "io.gravmf.cli.csv..";
  private static final String NOTEBOOK = "io.gravmf.cli.notebook..";
  private static final String OPTION = "io.gravmf.cli.option..";
  private static final String OUTPUT = "io.gravmf.cli.output..";
  private static final String QUERY = "io.gravmf.cli.query..";
  private static final String REPORT = "io.gravmf.cli.report..";
  private static final String TRAINING = "io.gravmf.cli.training..";

  @ArchTest
  static final ArchRule ROOMS_FORM_NO_CYCLES =
      slices().matching("io.gravmf.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule COMMANDS_ARE_KNOWN_TO_THE_MAIN_CLASS_ALONE =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.gravmf.cli", COMMAND)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.gravmf.cli", COMMAND);

  @ArchTest
  static final ArchRule OPTIONS_THE_CONSOLE_AND_CSV_KNOW_NO_OTHER_ROOM =
      noClasses()
          .that()
          .resideInAnyPackage(OPTION, CONSOLE, CSV)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMMAND, NOTEBOOK, OUTPUT, QUERY, REPORT, TRAINING);

  @ArchTest
  static final ArchRule THE_REPORT_KNOWS_NO_OTHER_ROOM =
      noClasses()
          .that()
          .resideInAPackage(REPORT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMMAND, CONSOLE, NOTEBOOK, OPTION, OUTPUT, QUERY, TRAINING);

  @ArchTest
  static final ArchRule PLOTTING_IS_THE_REPORTS =
      noClasses()
          .that()
          .resideOutsideOfPackage(REPORT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.knowm.xchart..", "java.awt..", "javax.imageio..");

  @ArchTest
  static final ArchRule WHAT_IS_SHOWN_OR_WRITTEN_KNOWS_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAnyPackage(CONSOLE, CSV, NOTEBOOK, OUTPUT, REPORT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule ONLY_THE_MAIN_CLASS_EXITS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Main.class.getName())
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static void noRoomIsCrowded(JavaClasses classes) {
    assertThat(
            classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(groupingBy(JavaClass::getPackageName, counting())))
        .allSatisfy((room, size) -> assertThat(size).as(room).isLessThanOrEqualTo(20));
  }

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

package io.gravmf.kernels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What must be true of the machine code that ships. The check is a script, so that the run on a GPU
 * makes the same one where there is no Java to compile tests with.
 */
class MachineCodeTest {

  private static final Path CHECK = Path.of("../bench/machine-code.awk");
  private static final Path RESOURCES = Path.of("src/main/resources/io/gravmf/kernels/gravmf.tsv");
  private static final Path DOUBLES = Path.of("src/main/cuda/doubles.regex");

  private static final String SOUND =
      """
      arch = sm_90
      \tcode for sm_90
      \t\tFunction : gravmf_update_128
              /*0100*/                   LDG.E.128 R4, desc[UR4][R2.64] ;
              /*0110*/                   LDG.E.128 R8, desc[UR4][R2.64+0x10] ;
              /*0120*/                   LDG.E.128.STRONG.GPU R12, desc[UR4][R2.64+0x20] ;
              /*0130*/                   LDG.E.128 R16, desc[UR4][R2.64+0x30] ;
              /*0140*/                   DFMA R20, R4, R6, R8 ;
      \t\tFunction : gravmf_advance
              /*0100*/                   LDG.E R4, desc[UR4][R2.64] ;
              /*0110*/                   STG.E desc[UR4][R2.64], R4 ;
      """;

  @TempDir private Path folder;

  private record Verdict(int exit, String output) {}

  private static Verdict run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Verdict(process.waitFor(), output);
  }

  private static Verdict check(Path listing) throws IOException, InterruptedException {
    return run(
        new ProcessBuilder(
            "awk",
            "-v",
            "doubles=" + Files.readString(DOUBLES).strip(),
            "-f",
            CHECK.toString(),
            RESOURCES.toString(),
            listing.toString()));
  }

  private Verdict check(String listing) throws IOException, InterruptedException {
    return check(Files.writeString(folder.resolve("listing"), listing));
  }

  @Test
  void theMachineCodeThatShipsIsSound() throws IOException, InterruptedException {
    Path listing = folder.resolve("sass");
    ProcessBuilder disassemble =
        new ProcessBuilder(
                "cuobjdump",
                "-sass",
                Files.write(folder.resolve("gravmf.fatbin"), KernelImages.fatbin()).toString())
            .redirectOutput(listing.toFile());
    try {
      assertThat(disassemble.start().waitFor()).isZero();
    } catch (IOException missing) {
      System.out.println("skipped: there is no cuobjdump to read the machine code");
      abort("there is no cuobjdump");
    }
    Verdict verdict = check(listing);
    assertThat(verdict.exit()).as(verdict.output()).isZero();
  }

  @Test
  void soundCodePasses() throws IOException, InterruptedException {
    Verdict verdict = check(SOUND);
    assertThat(verdict.exit()).as(verdict.output()).isZero();
    assertThat(verdict.output()).startsWith("2 kernels: ");
  }

  /** Each of the checks sees a planted change. */
  @ParameterizedTest
  @CsvSource({
    "LDG.E.128 R4, LDG.E.128.CONSTANT R4, a load by the read-only path",
    "STG.E desc, LDL R5; STG.E desc, local memory",
    "STG.E desc, STL.64 [R1]; STG.E desc, local memory",
    "STG.E desc, DMUL R4; STG.E desc, doubles are multiplied",
    "LDG.E.128, LDG.E.64, rows are not loaded by 16 bytes",
    "Function : , Procedure, no kernel was read"
  })
  void aPlantedChangeIsSeen(String sound, String planted, String said)
      throws IOException, InterruptedException {
    Verdict verdict = check(SOUND.replace(sound, planted));
    assertThat(verdict.exit()).as(verdict.output()).isOne();
    assertThat(verdict.output()).contains(said);
  }
}

package io.gravmf.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Loss;
import io.gravmf.backend.cpu.PaddedRows;
import io.gravmf.cuda.CudaKernelBench;
import io.gravmf.embedding.TsneConfig;
import io.gravmf.emulator.EmulatedDriver;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark does its work once, on data small enough for a test. */
class EachBenchmarkTest {

  private static final String DATA = "30x40x300";

  @Test
  void theLoopsOfTheCeilings() {
    FmaBenchmark fma = new FmaBenchmark();
    fma.find();
    // Chains that stay at 1, in as many lanes as there are.
    assertThat(fma.fma()).isPositive().isEqualTo(FmaLoop.find().flopsOfRound() / 2f);
    TriadBenchmark triad = new TriadBenchmark();
    triad.kib = 3;
    triad.allocate();
    assertThat(triad.triad()).hasSize(256).containsOnly(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu-vector", "cpu-plain"})
  void epochsAndKernelsOfTheCpu(String device) {
    EpochBenchmark epoch = new EpochBenchmark();
    epoch.device = device;
    epoch.data = DATA;
    epoch.dim = 5;
    epoch.threads = 2;
    epoch.open();
    double first = epoch.epoch()[0].total();
    assertThat(epoch.epoch()[0].total()).isLessThan(first);
    epoch.close();

    CpuKernelBenchmark kernels = new CpuKernelBenchmark();
    kernels.device = device;
    kernels.data = DATA;
    kernels.dim = 5;
    kernels.prepare();
    assertThat(kernels.sparse().get(0, 0)).isNotZero();
    assertThat(kernels.gram().get(0, 4)).isNotZero();
    assertThat(kernels.multiply().get(0, 0)).isNotZero();
    assertThat(kernels.adamw().get(0, 0)).isNotZero();
  }

  @ParameterizedTest
  @CsvSource({"als, explicit", "als-cg, explicit", "als, implicit"})
  void sweepsOfTheCpu(String optimizer, String feedback) {
    SweepBenchmark sweep = sweep("cpu-vector", optimizer, feedback);
    sweep.open();
    double first = sweep.sweep()[0].total();
    assertThat(sweep.sweep()[0].total()).isLessThan(first);
    sweep.close();
  }

  private static SweepBenchmark sweep(String device, String optimizer, String feedback) {
    SweepBenchmark sweep = new SweepBenchmark();
    sweep.device = device;
    sweep.data = DATA;
    sweep.dim = 5;
    sweep.optimizer = optimizer;
    sweep.threads = 2;
    sweep.feedback = feedback;
    sweep.sweeps = 1;
    return sweep;
  }

  /** Two ways to the same gradient, so that the comparison compares the same thing. */
  @ParameterizedTest
  @ValueSource(ints = {7, 16, 40})
  void denseAndGramGravityAgree(int dim) {
    GravityBenchmark gravity = new GravityBenchmark();
    gravity.device = "cpu-vector";
    gravity.users = 45;
    gravity.items = 37;
    gravity.dim = dim;
    gravity.prepare();
    float[][] dense = rows(gravity.dense(), gravity.items, dim);
    float[][] gram = rows(gravity.gram(), gravity.items, dim);
    // Blocks of 16 rows of the Gram way overwrite each other: what is left is the items' last.
    int last = (gravity.items - 1) / 16 * 16;
    double squares = 0;
    double difference = 0;
    for (int row = last; row < gravity.items; row++) {
      for (int k = 0; k < dim; k++) {
        double expected = dense[row][k];
        squares += expected * expected;
        difference += Math.pow(gram[row - last][k] - expected, 2);
      }
    }
    assertThat(squares).isPositive();
    assertThat(Math.sqrt(difference / squares)).isLessThan(1e-5);
  }

  private static float[][] rows(PaddedRows padded, int count, int dim) {
    float[][] rows = new float[count][dim];
    for (int row = 0; row < count; row++) {
      padded.copyRow(row, rows[row], 0, dim);
    }
    return rows;
  }

  @ParameterizedTest
  @EnumSource(LoadBenchmark.Form.class)
  void everyFormIsRead(LoadBenchmark.Form form) throws IOException {
    LoadBenchmark load = new LoadBenchmark();
    load.form = form;
    load.data = DATA;
    load.write();
    assertThat(load.read().ratings().size()).isEqualTo(300);
    load.delete();
  }

  @Test
  void modelsAreWrittenReadAndAsked() throws IOException {
    ModelFilesBenchmark files = new ModelFilesBenchmark();
    files.data = DATA;
    files.dim = 4;
    files.prepare();
    files.save();
    assertThat(files.load().itemFactors().rows()).isEqualTo(40);
    files.clean();

    TsneBenchmark tsne = new TsneBenchmark();
    tsne.data = DATA;
    tsne.dim = 4;
    tsne.method = TsneConfig.Method.EXACT;
    tsne.threads = 1;
    tsne.prepare();
    assertThat(tsne.embed().coordinates().rows()).isEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"als", "als-cg"})
  void batchesOfSweepsOfAGpu(String optimizer) {
    EmulatedDriver.load();
    SweepBenchmark sweep = sweep("cuda", optimizer, "explicit");
    sweep.sweeps = 2;
    sweep.open();
    Loss[] losses = sweep.sweep();
    assertThat(losses).hasSize(2);
    assertThat(losses[1].total()).isLessThan(losses[0].total());
    sweep.close();
  }

  /** The emulated driver shows that the CUDA benchmarks run; it says nothing of their speed. */
  @Test
  void epochsAndKernelsOfAGpu() {
    EmulatedDriver.load();
    CudaEpochBenchmark epoch = new CudaEpochBenchmark();
    epoch.device = "cuda";
    epoch.data = DATA;
    epoch.dim = 5;
    epoch.gravity = Gravity.AUTO;
    epoch.path = EpochPath.GRAPH;
    epoch.epochs = 2;
    DeviceClock clock = new DeviceClock();
    epoch.open();
    assertThat(epoch.epochs(clock)).hasSize(2);
    epoch.close();
    assertThat(clock.deviceMilliseconds).isPositive();
    assertThat(clock.deviceTimes).isEqualTo(2);

    try (CudaKernelBench bench = new CudaKernelBench("cuda", BenchData.problem(DATA, 5))) {
      assertThat(bench.kernels()).contains("sparse", "gram", "update", "dense-gravity");
      for (String kernel : bench.kernels()) {
        assertThat(bench.run(kernel, 2)).as(kernel).isPositive();
      }
    }
  }
}

package io.gravmf.cuda;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Problem;
import io.gravmf.cuda.driver.CapturedGraph;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.CudaDevices;
import io.gravmf.cuda.driver.DeviceContext;
import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.epoch.BaselineKernels;
import io.gravmf.cuda.epoch.Cublas;
import io.gravmf.cuda.epoch.DeviceProblem;
import io.gravmf.cuda.epoch.Scalars;
import io.gravmf.cuda.epoch.TrainingKernels;
import io.gravmf.objective.Optimizer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * Launches one kernel many times on a problem in device memory and says how long the device took,
 * by its own clock. Launches come from a replayed graph, for a call of the host takes as long as a
 * short kernel. For benchmarks: no training comes of it. Used by one thread.
 */
public final class CudaKernelBench implements AutoCloseable {

  private static final double SECONDS_PER_MILLISECOND = 1e-3;
  private static final int LAUNCHES_OF_GRAPH = 100;

  private final DeviceContext context;
  private final CUstream stream = new CUstream();
  private final CUevent begun = new CUevent();
  private final CUevent ended = new CUevent();
  private final Map<String, Runnable> launches = new LinkedHashMap<>();
  private final Map<String, CapturedGraph> graphs = new HashMap<>();
  private Cublas blas;

  /**
   * Uploads a problem.
   *
   * @param device {@code cuda}, {@code cuda:1} and so on
   * @throws BackendUnavailableException if the device cannot be used or the problem does not fit
   */
  public CudaKernelBench(String device, Problem problem) {
    CudaDevice found = CudaDevices.named(device);
    context = new DeviceContext(found);
    try {
      context.within(
          () -> {
            open(found, problem);
            return null;
          });
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void open(CudaDevice device, Problem given) {
    KernelModule module = new KernelModule(device);
    DeviceProblem problem =
        new DeviceProblem(bytes -> new DeviceMemory(context, bytes, "training"), given, true, 0);
    Optimizer.AdamW h = Optimizer.AdamW.NOTEBOOK;
    int ratings = given.split().train().size();
    Scalars scalars = Scalars.of(given.objective(), h, problem.size.n(), problem.size.m(), ratings);
    TrainingKernels kernels = new TrainingKernels(module, problem, scalars);
    BaselineKernels baseline = new BaselineKernels(module, problem, kernels);
    FloatBuffer step = FloatBuffer.allocate(2);
    Scalars.writeStep(h, 1, step);
    DeviceMemory.upload(problem.schedule, step.array());
    DeviceMemory.upload(problem.counter, new int[1]);
    check(
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "cuStreamCreate");
    check(JCudaDriver.cuEventCreate(begun, CUevent_flags.CU_EVENT_DEFAULT), "cuEventCreate");
    check(JCudaDriver.cuEventCreate(ended, CUevent_flags.CU_EVENT_DEFAULT), "cuEventCreate");
    // Uploads were queued on the default stream, for which this one does not wait.
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    launches.put("sparse", () -> kernels.sparse(stream));
    launches.put(
        "gram",
        () -> {
          kernels.gramPartial(stream);
          kernels.gramReduce(stream, false);
        });
    launches.put("update", () -> kernels.update(stream, null, null));
    launches.put("validation", () -> kernels.validation(stream));
    launches.put("adamw", () -> baseline.wideAdamw(stream));
    launches.put("dense-gravity", () -> baseline.denseGravity(stream));
    launches.put("dense-gravity-simple", () -> baseline.simpleDenseGravity(stream));
    launches.put("sparse-simple", () -> baseline.sparse(stream));
    launches.put("gram-simple", () -> baseline.gram(stream));
    launches.put("product-simple", () -> baseline.product(stream));
    launches.put("gradient-simple", () -> baseline.gradient(stream));
    launches.put("adamw-simple", () -> baseline.adamw(stream));
    if (Cublas.problem() == null) {
      blas = new Cublas(stream);
      launches.put("cublas-gram-and-product", () -> blas.gramAndProduct(problem));
    }
  }

  /** Returns what can be launched here; cuBLAS is missing where its library does not load. */
  public List<String> kernels() {
    return List.copyOf(launches.keySet());
  }

  /**
   * Launches a kernel again and again and waits for the end.
   *
   * @param kernel one of {@link #kernels}
   * @param times how often, at least 1
   * @return seconds of the device for all launches together
   * @throws BackendUnavailableException if there is no such kernel here
   */
  public double run(String kernel, int times) {
    Runnable launch = launches.get(kernel);
    if (launch == null) {
      throw new BackendUnavailableException(
          "there is no kernel '" + kernel + "' here, expected one of " + kernels());
    }
    return context.within(
        () -> {
          CapturedGraph graph =
              times < LAUNCHES_OF_GRAPH ? null : graphs.computeIfAbsent(kernel, k -> many(launch));
          check(JCudaDriver.cuEventRecord(begun, stream), "cuEventRecord");
          for (int k = 0; k < times / LAUNCHES_OF_GRAPH; k++) {
            graph.launch(stream);
          }
          for (int k = 0; k < times % LAUNCHES_OF_GRAPH; k++) {
            launch.run();
          }
          check(JCudaDriver.cuEventRecord(ended, stream), "cuEventRecord");
          check(JCudaDriver.cuEventSynchronize(ended), "cuEventSynchronize");
          float[] milliseconds = new float[1];
          check(JCudaDriver.cuEventElapsedTime(milliseconds, begun, ended), "cuEventElapsedTime");
          return milliseconds[0] * SECONDS_PER_MILLISECOND;
        });
  }

  private CapturedGraph many(Runnable launch) {
    // Once outside a capture, in which no kernel may be loaded.
    launch.run();
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    return new CapturedGraph(
        stream,
        () -> {
          for (int k = 0; k < LAUNCHES_OF_GRAPH; k++) {
            launch.run();
          }
        });
  }

  @Override
  public void close() {
    try {
      context.within(
          () -> {
            graphs.values().forEach(CapturedGraph::close);
            if (blas != null) {
              blas.close();
            }
            return null;
          });
    } finally {
      context.close();
    }
  }
}

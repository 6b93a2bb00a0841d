package io.gravmf.cuda;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendProvider;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.DeviceReport;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.CudaDevices;
import java.util.List;

/** Makes CUDA backends: {@code cuda}, the first usable device, or {@code cuda:1} and so on. */
public final class CudaBackendProvider implements BackendProvider {

  @Override
  public String kind() {
    return CudaDevices.KIND;
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Backend create(String device, BackendOptions options) {
    return CudaBackend.of(CudaDevices.named(device), options);
  }

  /** Never takes the test double: it is far slower than the CPU. */
  @Override
  public Backend createUnasked(BackendOptions options) {
    List<CudaDevice> real =
        CudaDevices.all().stream().filter(device -> !device.isEmulated()).toList();
    if (real.isEmpty()) {
      throw new BackendUnavailableException("the only GPU is emulated on the host");
    }
    return CudaBackend.of(CudaDevices.firstUsable(real), options);
  }

  @Override
  public List<DeviceReport> report(BackendOptions options) {
    try {
      return CudaDevices.all().stream()
          .map(
              device ->
                  new DeviceReport(
                      CudaDevices.KIND + ":" + device.ordinal(),
                      device.description(),
                      device.problem(),
                      device.uuid()))
          .toList();
    } catch (BackendUnavailableException e) {
      return List.of(new DeviceReport(CudaDevices.KIND, "GPU", e.getMessage()));
    }
  }
}

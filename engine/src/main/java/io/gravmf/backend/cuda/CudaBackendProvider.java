package io.gravmf.backend.cuda;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendProvider;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.DeviceReport;
import java.util.List;
import java.util.Objects;

/** Makes CUDA backends: {@code cuda}, the first usable device, or {@code cuda:1} and so on. */
public final class CudaBackendProvider implements BackendProvider {

  static final String KIND = "cuda";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Backend create(String device, BackendOptions options) {
    return CudaBackend.of(device(device), options);
  }

  /**
   * Returns the device of a name.
   *
   * @throws BackendUnavailableException if it is not there or cannot be used
   */
  static CudaDevice device(String name) {
    List<CudaDevice> devices = devices();
    return name.equals(KIND) ? firstUsable(devices) : numbered(name, devices);
  }

  /** Never takes the test double: it is far slower than the CPU. */
  @Override
  public Backend createUnasked(BackendOptions options) {
    List<CudaDevice> devices = devices();
    List<CudaDevice> real = devices.stream().filter(device -> !device.isEmulated()).toList();
    if (real.isEmpty()) {
      throw new BackendUnavailableException("the only GPU is emulated on the host");
    }
    return CudaBackend.of(firstUsable(real), options);
  }

  @Override
  public List<DeviceReport> report(BackendOptions options) {
    try {
      return devices().stream()
          .map(
              device ->
                  new DeviceReport(
                      KIND + ":" + device.ordinal(), device.description(), device.problem()))
          .toList();
    } catch (BackendUnavailableException e) {
      return List.of(new DeviceReport(KIND, "GPU", e.getMessage()));
    }
  }

  private static List<CudaDevice> devices() {
    if (Driver.problem() != null) {
      throw new BackendUnavailableException(Driver.problem());
    }
    try {
      String tooOld = Driver.tooOld(Driver.version());
      if (tooOld != null) {
        throw new BackendUnavailableException(tooOld);
      }
      List<CudaDevice> devices = CudaDevice.list();
      if (devices.isEmpty()) {
        throw new BackendUnavailableException("the NVIDIA driver finds no GPU");
      }
      return devices;
    } catch (CudaException e) {
      throw new BackendUnavailableException(
          "the NVIDIA driver does not describe its GPUs: " + e.getMessage(), e);
    }
  }

  private static CudaDevice firstUsable(List<CudaDevice> devices) {
    return devices.stream()
        .filter(device -> device.problem() == null)
        .findFirst()
        .orElseThrow(
            () ->
                new BackendUnavailableException(
                    String.join("; ", devices.stream().map(CudaDevice::problem).toList())));
  }

  private static CudaDevice numbered(String name, List<CudaDevice> devices) {
    CudaDevice device =
        devices.stream()
            .filter(each -> name.equals(KIND + ":" + each.ordinal()))
            .findFirst()
            .orElseThrow(
                () ->
                    new BackendUnavailableException(
                        "there is no device '"
                            + name
                            + "', expected cuda:0"
                            + (devices.size() == 1 ? "" : " to cuda:" + (devices.size() - 1))));
    if (device.problem() != null) {
      throw new BackendUnavailableException(Objects.requireNonNull(device.problem()));
    }
    return device;
  }
}

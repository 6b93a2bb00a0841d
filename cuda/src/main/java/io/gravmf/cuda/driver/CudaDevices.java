package io.gravmf.cuda.driver;

import io.gravmf.backend.BackendUnavailableException;
import java.util.List;
import java.util.Objects;

/** The devices of this machine by name: {@code cuda}, {@code cuda:1} and so on. */
public final class CudaDevices {

  /** What the names of CUDA devices begin with. */
  public static final String KIND = "cuda";

  private CudaDevices() {}

  /**
   * Returns the device of a name.
   *
   * @throws BackendUnavailableException if it is not there or cannot be used
   */
  public static CudaDevice named(String name) {
    List<CudaDevice> devices = all();
    return name.equals(KIND) ? firstUsable(devices) : numbered(name, devices);
  }

  /**
   * Returns all, usable or not.
   *
   * @throws BackendUnavailableException if there is none, or no driver
   */
  public static List<CudaDevice> all() {
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

  /**
   * Returns the first device that kernels can run on.
   *
   * @throws BackendUnavailableException if there is none
   */
  public static CudaDevice firstUsable(List<CudaDevice> devices) {
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

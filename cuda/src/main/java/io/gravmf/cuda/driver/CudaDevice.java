package io.gravmf.cuda.driver;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.kernels.KernelImages;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUuuid;
import jcuda.driver.JCudaDriver;

/**
 * A GPU as the driver describes it.
 *
 * @param ordinal its number, from 0
 * @param name its name
 * @param uuid its identity, as {@code nvidia-smi} writes it
 * @param memory bytes of device memory
 * @param major compute capability
 * @param minor compute capability
 * @param multiprocessors how many it has
 * @param cooperative whether blocks of a kernel can wait for each other
 * @param driver version of the driver, as {@link Driver#version()}
 */
public record CudaDevice(
    int ordinal,
    String name,
    String uuid,
    long memory,
    int major,
    int minor,
    int multiprocessors,
    boolean cooperative,
    int driver) {

  /** How the test double of the driver, which runs kernels on the host, begins its name. */
  private static final String EMULATED = "gravmf emulated";

  /** Returns the devices that the driver lists; {@link Driver#problem()} must be null. */
  public static List<CudaDevice> list() {
    int[] count = new int[1];
    check(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
    List<CudaDevice> devices = new ArrayList<>();
    for (int ordinal = 0; ordinal < count[0]; ordinal++) {
      devices.add(of(ordinal));
    }
    return devices;
  }

  private static CudaDevice of(int ordinal) {
    CUdevice device = handle(ordinal);
    byte[] name = new byte[256];
    check(JCudaDriver.cuDeviceGetName(name, name.length, device), "cuDeviceGetName");
    long[] memory = new long[1];
    check(JCudaDriver.cuDeviceTotalMem(memory, device), "cuDeviceTotalMem");
    return new CudaDevice(
        ordinal,
        new String(name, StandardCharsets.UTF_8).split("\0", 2)[0],
        uuid(device),
        memory[0],
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COOPERATIVE_LAUNCH) != 0,
        Driver.version());
  }

  private static String uuid(CUdevice device) {
    CUuuid uuid = new CUuuid();
    check(JCudaDriver.cuDeviceGetUuid(uuid, device), "cuDeviceGetUuid");
    ByteBuffer bytes = ByteBuffer.wrap(uuid.bytes);
    return "GPU-" + new UUID(bytes.getLong(), bytes.getLong());
  }

  static CUdevice handle(int ordinal) {
    CUdevice device = new CUdevice();
    check(JCudaDriver.cuDeviceGet(device, ordinal), "cuDeviceGet");
    return device;
  }

  private static int attribute(CUdevice device, int attribute) {
    int[] value = new int[1];
    check(JCudaDriver.cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
    return value[0];
  }

  /** Returns whether this is the test double, which is never taken unasked. */
  public boolean isEmulated() {
    return name.startsWith(EMULATED);
  }

  /** Returns why the kernels cannot run on it, in one line, or null where they can. */
  public String problem() {
    String tooOld = Driver.tooOld(driver);
    if (tooOld != null) {
      return tooOld;
    }
    int lowest = KernelImages.lowestArchitecture();
    if (10 * major + minor < lowest) {
      return String.format(
          Locale.ROOT,
          "%s has compute capability %d.%d, expected %d.%d or higher",
          name,
          major,
          minor,
          lowest / 10,
          lowest % 10);
    }
    return null;
  }

  /** Returns one line for people. */
  public String description() {
    return String.format(
        Locale.ROOT,
        "%s%s, %,d MiB, compute capability %d.%d, %d multiprocessors, driver for CUDA %s",
        name,
        isEmulated() ? " (a test double on the host, not a GPU)" : "",
        memory >> 20,
        major,
        minor,
        multiprocessors,
        Driver.versionText(driver));
  }
}

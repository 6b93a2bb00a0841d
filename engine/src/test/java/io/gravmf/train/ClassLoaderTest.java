package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application server loads the engine anew with each application, and drops it. Nothing may hold
 * on to what was dropped: no thread, no hook, nothing that the JDK keeps by thread. (JDK 17 itself
 * keeps the last one, in {@code ObjectMethods.OBJECT_EQ.asTypeCache}, where a record was compared,
 * until another application compares one.) The build tries a few; {@code -Dgravmf.loaders=200}
 * more.
 */
class ClassLoaderTest {

  /** Code that HotSpot has not given back yet, in bytes. */
  private static final long SLACK = 6 << 20;

  @TempDir private Path folder;

  @Test
  void classLoadersThatAreDroppedAreCollected() throws Exception {
    int count = Integer.getInteger("gravmf.loaders", 5);
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    long afterSome = 0;
    for (int k = 0; k < count; k++) {
      loaders.add(useAndDrop());
      if (k == (count - 1) / 4) {
        afterSome = metaspace(loaders);
      }
    }
    long afterAll = metaspace(loaders);
    assertThat(loaders.subList(0, count - 1)).allSatisfy(each -> assertThat(each.get()).isNull());
    System.getLogger("loaders")
        .log(
            System.Logger.Level.INFO,
            "metaspace after a quarter of {0} loaders {1} KB, after all {2} KB",
            count,
            afterSome >> 10,
            afterAll >> 10);
    assertThat(afterAll - afterSome).isLessThan(SLACK);
  }

  /** In a method of its own, whose frame holds nothing afterwards. */
  private WeakReference<ClassLoader> useAndDrop() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      @SuppressWarnings("unchecked")
      Consumer<Path> engine =
          (Consumer<Path>)
              loader.loadClass(LoadedEngine.class.getName()).getConstructor().newInstance();
      assertThat(engine.getClass()).isNotEqualTo(LoadedEngine.class);
      engine.accept(folder);
      return new WeakReference<>(loader);
    }
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  /** Collects until all are gone, or it is clear that they will not be. */
  private static long metaspace(List<WeakReference<ClassLoader>> loaders)
      throws IOException, InterruptedException {
    for (int k = 0;
        k < 20 && loaders.stream().filter(each -> each.get() != null).count() > 1;
        k++) {
      System.gc();
      Thread.sleep(50);
    }
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }
}

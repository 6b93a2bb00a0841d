import java.util.concurrent.atomic.AtomicInteger;

/**
 * Prints how many nanoseconds a value takes from one processor to another, once a second.
 *
 * <p>On a virtual machine this shows whether its processors share a cache just now: threads that
 * exchange data, as an epoch's do, are slower where they do not. Run it where nothing else runs:
 *
 * <pre>java bench/CoreToCore.java 60</pre>
 */
final class CoreToCore {

  private static final int EXCHANGES = 200_000;
  private static final AtomicInteger TURN = new AtomicInteger();

  private CoreToCore() {}

  private static void exchange(int mine) {
    for (int k = 0; k < EXCHANGES; k++) {
      while (TURN.get() != 2 * k + mine) {
        Thread.onSpinWait();
      }
      TURN.set(2 * k + mine + 1);
    }
  }

  private static double nanoseconds() throws InterruptedException {
    TURN.set(0);
    Thread other = new Thread(() -> exchange(1));
    other.start();
    long started = System.nanoTime();
    exchange(0);
    other.join();
    return (System.nanoTime() - started) / (2.0 * EXCHANGES);
  }

  public static void main(String[] arguments) throws InterruptedException {
    int seconds = Integer.parseInt(arguments[0]);
    for (int k = 0; k < seconds; k++) {
      System.out.printf("%.0f%n", nanoseconds());
      Thread.sleep(1000);
    }
  }
}

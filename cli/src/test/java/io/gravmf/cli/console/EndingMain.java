package io.gravmf.cli.console;

import java.util.concurrent.CountDownLatch;

/** A JVM whose end begins before its command listens for it. */
public final class EndingMain {

  private EndingMain() {}

  /** Ends with exit code 143, like a JVM that was asked to terminate. */
  public static void main(String[] arguments) throws InterruptedException {
    CountDownLatch ending = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              ending.countDown();
              try {
                Thread.sleep(1000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    new Thread(() -> System.exit(143)).start();
    ending.await();
    try (Interruption interruption = new Interruption()) {
      System.out.println("began, requested: " + interruption.isRequested());
    }
  }
}

package io.gravmf.cli;

import io.gravmf.cli.console.StandardError;

/** Stands for the command where the launcher is tested: prints what the launcher gave it. */
public final class EchoMain {

  private EchoMain() {}

  /** Prints its arguments and what it finds of the JVM's flags; a line of errors each way. */
  public static void main(String[] arguments) {
    System.out.println("arguments " + String.join("|", arguments));
    System.out.println("property " + System.getProperty("gravmf.test"));
    System.out.println(
        "vector " + ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
    System.out.println("columns " + System.getProperty("gravmf.columns"));
    System.out.println("root " + System.getProperty("gravmf.root"));
    System.err.println("through the filter");
    StandardError.open().println("past the filter");
  }
}

package io.gravmf.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gravmf.cli.console.StandardError;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.stream.Collectors;

/** Stands for the command where the launcher is tested: prints what the launcher gave it. */
public final class EchoMain {

  private EchoMain() {}

  /** Prints its arguments and what it finds of the JVM's flags; a line of errors each way. */
  public static void main(String[] arguments) {
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8));
    System.out.println("arguments " + String.join("|", arguments));
    System.out.println("property " + System.getProperty("gravmf.test"));
    System.out.println(
        "vector " + ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
    System.out.println("classes " + System.getProperty("java.vm.info"));
    System.out.println("columns " + System.getProperty("gravmf.columns"));
    System.out.println("root " + System.getProperty("gravmf.root"));
    System.out.println(
        "collector " + ManagementFactory.getGarbageCollectorMXBeans().get(0).getName());
    if (arguments.length > 0) {
      System.out.println(
          arguments[0]
              .chars()
              .mapToObj(letter -> String.format(Locale.ROOT, "U+%04X", letter))
              .collect(Collectors.joining(" ", "letters ", "")));
    }
    System.err.println("through the filter");
    StandardError.open().println("past the filter");
  }
}

package io.gravmf.cli.command;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendProvider;
import io.gravmf.backend.Backends;
import io.gravmf.backend.DeviceReport;
import io.gravmf.cli.output.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    description = "Lists what can train here, best first, and why the rest cannot.",
    footer = {"", "Example: gravmf devices"})
public final class DevicesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    List<DeviceReport> devices = new ArrayList<>();
    for (BackendProvider provider : Backends.providers()) {
      devices.addAll(provider.report(BackendOptions.defaults()));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.of(devices));
      return 0;
    }
    for (DeviceReport device : devices) {
      String problem = device.usable() ? "" : "; cannot be used: " + device.problem();
      out.printf(Locale.ROOT, "%-10s  %s%s%n", device.device(), device.description(), problem);
    }
    return 0;
  }
}

package cai.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Looks whether everything is as it should be.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Look at the machine, the installation and the model cache, and say what to do.")
final class DoctorCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().println("to come");
    return 0;
  }
}

package cai.cli;

import cai.cli.terminal.Surroundings;
import cai.errors.UserError;
import cai.run.Verification;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `cai verify`: compares a run's artifacts with the hashes that were recorded when they were
/// written.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compare a run's artifacts with the hashes recorded when they were written.",
      "Also says which of the recipe's files have changed since the run has read them."
    })
final class VerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "RUN", description = "The run's folder, such as runs/quickstart.")
  private Path run;

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Verification found = Verification.of(surroundings.resolve(run));
    found.notes().forEach(note -> surroundings.out().println("note: " + note));
    if (!found.faults().isEmpty())
      throw new UserError(
          String.join("\n", found.faults())
              + "\n"
              + "move the folder of each stage named here away and run the same command as before;"
              + " it is made again, and with it what depends on it");
    surroundings
        .out()
        .printf(
            "%s: all %,d files of %d stages are what was written%n",
            run, found.files(), found.stages());
    return 0;
  }
}

package cai.cli;

import cai.cli.machine.Diagnosis;
import cai.cli.machine.Examination;
import cai.cli.terminal.Surroundings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `cai doctor`: examines the machine and the installation.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Look at the machine, the installation and the model cache, and say what to do.",
      "Ends with 2 where something has to be mended."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--measure",
      description =
          "Measure anew which arithmetic suits this machine, and keep that for every later start.")
  private boolean measure;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<Diagnosis> findings = new Examination(surroundings, measure).findings();
    var out = surroundings.out();
    for (Diagnosis finding : findings) {
      out.printf("%-8s %-13s %s%n", finding.verdict(), finding.what(), finding.seen());
      finding.advice().ifPresent(advice -> out.printf("%22s -> %s%n", "", advice));
    }
    return findings.stream().anyMatch(Diagnosis::isProblem) ? 2 : 0;
  }
}

package cai.cli;

import cai.cli.terminal.Origin;
import cai.cli.terminal.StandardOutput;
import cai.cli.terminal.Surroundings;
import cai.errors.UserError;
import cai.files.FileFault;
import cai.run.StageWord;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// All commands, and how their errors become messages and exit codes.
final class CommandTree {
  private static final int WIDTH = 100;

  private final Surroundings surroundings;

  CommandTree(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// The command `cai` without a sub-command, which lists the others.
  @Command(
      name = "cai",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      header =
          "Constitutional AI: from a constitution in plain language to a trained model and a"
              + " report.",
      synopsisHeading = "%nUsage: ",
      commandListHeading = "%nCommands:%n",
      optionListHeading = "%nOptions:%n",
      footer = {
        "",
        "MODEL is a name (smollm2-135m-instruct), owner/name[@revision] of the hub, a GGUF file, a"
            + " model folder, or a run's stage such as runs/quickstart/finetuning.",
        "Exit codes: 0 done, 2 something that you can mend, 1 a bug, 130 and 143 interrupted."
      })
  static final class Cai implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--debug",
        scope = ScopeType.INHERIT,
        description = "Show where an error comes from.")
    boolean debug;

    @Override
    public Integer call() {
      spec.commandLine().usage(spec.commandLine().getErr());
      return 2;
    }
  }

  /// Runs one command line and gives its exit code.
  int execute(String... args) {
    int code = commandLine().execute(args);
    PrintStream out = surroundings.out();
    if (!out.checkError()) return code;
    // Who has read enough, as `head` has, needs no sentence; what was refused earlier has had one.
    if (code == 0 && !StandardOutput.hasNoReader(out))
      surroundings.err().println(StandardOutput.refusal(out).getMessage());
    return code == 0 ? 2 : code;
  }

  CommandLine commandLine() {
    var cai = new Cai();
    var line = new CommandLine(cai);
    line.addSubcommand(new RunCommand(surroundings, StageWord.REPORT));
    line.addSubcommand(new PlanCommand(surroundings));
    line.addSubcommand(new GenerateCommand(surroundings));
    line.addSubcommand(new LogprobsCommand(surroundings));
    line.addSubcommand(new TokensCommand(surroundings));
    line.addSubcommand(new ModelsCommand(surroundings));
    line.addSubcommand(new ReportCommand(surroundings));
    line.addSubcommand(new CompareCommand(surroundings));
    line.addSubcommand(new VerifyCommand(surroundings));
    for (StageWord stage : StageWord.values())
      if (stage != StageWord.REPORT)
        line.addSubcommand(stage.word(), RunCommand.upTo(stage, surroundings));
    line.addSubcommand(new SettingsCommand(surroundings));
    line.addSubcommand(new BenchCommand(surroundings));
    line.addSubcommand(new DoctorCommand(surroundings));
    line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setUsageHelpWidth(WIDTH);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((error, at, _) -> failed(error, at, cai.debug));
    line.setParameterExceptionHandler((error, _) -> misused(error));
    return line;
  }

  private static int failed(Exception error, CommandLine at, boolean debug) {
    if (error instanceof IOException disk)
      return failed(FileFault.failed(Path.of("a file"), disk), at, debug);
    if (error instanceof UncheckedIOException disk) return failed(disk.getCause(), at, debug);
    if (!(error instanceof UserError)) {
      new Origin(error).print(at.getErr());
      at.getErr().println("cai: this is a bug; please report it with the lines above");
      return 1;
    }
    at.getErr().println(error.getMessage());
    if (debug) new Origin(error).print(at.getErr());
    return 2;
  }

  private static int misused(CommandLine.ParameterException error) {
    CommandLine at = error.getCommandLine();
    String message = error.getMessage();
    at.getErr()
        .println(
            message
                + (message.endsWith(".") ? " " : "; ")
                + (message.endsWith(".") ? "See" : "see")
                + " "
                + at.getCommandSpec().qualifiedName()
                + " --help");
    CommandLine.UnmatchedArgumentException.printSuggestions(error, at.getErr());
    return 2;
  }

  /// The version of the program.
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = CommandTree.class.getPackage().getImplementationVersion();
      return new String[] {
        "cai %s, Java %s, %s %s"
            .formatted(
                version == null ? "from its class files" : version,
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch").toLowerCase(Locale.ROOT))
      };
    }
  }
}

package cai.cli;

import cai.bench.BenchTable;
import cai.bench.Benchmark;
import cai.bench.MachinePeak;
import cai.bench.Measured;
import cai.bench.Measurement;
import cai.bench.Subject;
import cai.cli.machine.Choices;
import cai.cli.machine.ChosenArithmetic;
import cai.cli.terminal.Surroundings;
import cai.dialogue.DialogueStyle;
import cai.errors.UserError;
import cai.files.OutputFile;
import cai.json.Json;
import cai.language.local.LocalModel;
import cai.language.local.ModelSettings;
import cai.language.local.RoundingEffect;
import cai.provenance.Machine;
import cai.transformer.Arithmetic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cai bench`: measures the speed of fixed workloads.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measure how fast the engine does fixed workloads, and how near that is to what the machine"
          + " can do.",
      "docs/benchmarks.md describes each workload and each column."
    })
final class BenchCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description =
          "prefill-512, decode-1, decode-8, decode-32, decode-64, decode-64-shared,"
              + " critique-revision, judging-2, judging-6, finetuning, finetuning-upper-third,"
              + " finetuning-lora, preference, ppo-shared, ppo-full; default: all.")
  private List<String> names = List.of();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "smollm2-135m-instruct",
      description = "What is measured; default: ${DEFAULT-VALUE}.")
  private String model;

  @Option(
      names = "--arithmetic",
      paramLabel = "auto|fp32|fp16|bf16",
      defaultValue = "auto",
      converter = Choices.OfArithmetic.class,
      description = "Numbers in which linear layers multiply; as in cai generate.")
  private ModelSettings.ArithmeticChoice arithmetic;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the measurements to this file too, as a JSON array.")
  private Path json;

  @Option(
      names = "--write-workload",
      paramLabel = "FOLDER",
      description =
          "Measure nothing, but write the workloads as token ids, one JSON lines file for each"
              + " kind, so that other programs can be measured on them.")
  private Path folder;

  BenchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<Benchmark> chosen = Benchmark.of(names);
    if (folder != null && (!names.isEmpty() || json != null))
      throw new UserError("--write-workload measures nothing; leave out the names and --json");
    Optional<OutputFile> file =
        Optional.ofNullable(json).map(one -> OutputFile.of(surroundings.resolve(one), "--json"));
    Path path = surroundings.model(model);
    try (LocalModel opened =
        LocalModel.open(path, ChosenArithmetic.of(arithmetic, surroundings), DialogueStyle.AUTO)) {
      Subject subject = Subject.of(opened);
      if (folder != null) {
        subject.workload().write(surroundings.resolve(folder));
        return 0;
      }
      List<Measured> measured = measured(chosen, subject);
      file.ifPresent(one -> write(one, Json.pretty(measured)));
    }
    return 0;
  }

  private static void write(OutputFile file, String text) {
    try (file) {
      file.write(text.getBytes(StandardCharsets.UTF_8));
      file.finish();
    }
  }

  private List<Measured> measured(List<Benchmark> chosen, Subject subject) {
    var out = surroundings.out();
    MachinePeak peak = MachinePeak.measured();
    LocalModel opened = subject.model();
    String word = Choices.word(opened.arithmetic());
    String described = "%s (%s, %s)".formatted(model, opened.files().description(), word);
    if (opened.arithmetic() != Arithmetic.FP32)
      described += "%n%s: %s".formatted(word, RoundingEffect.measured(opened).sentence());
    out.print(BenchTable.head(Machine.cpuName(), peak, described));
    var measured = new ArrayList<Measured>();
    for (Benchmark benchmark : chosen) {
      measured.add(new Measurement(subject, peak).of(benchmark));
      out.print(BenchTable.row(measured.getLast()));
      out.flush();
    }
    out.print(BenchTable.foot(measured));
    return measured;
  }
}

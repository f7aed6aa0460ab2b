package cai.bench;

import cai.bench.Workload.Prompted;
import cai.errors.UserError;
import cai.recipe.KeyNames;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The workloads of `cai bench`, in the order in which they are measured.
public enum Benchmark {
  PREFILL_512(Prefill::new),
  DECODE_1(subject -> decode(subject, 1)),
  DECODE_8(subject -> decode(subject, 8)),
  DECODE_32(subject -> decode(subject, 32)),
  DECODE_64(subject -> decode(subject, 64)),
  DECODE_64_SHARED(subject ->
      new Decode(subject, prompts(subject.workload().decodeShared()), Workload.FEW_SHOTS)),
  CRITIQUE_REVISION(CritiqueRevision::new),
  JUDGING_2(subject -> new AnswerChoices(subject, false)),
  JUDGING_6(subject -> new AnswerChoices(subject, true)),
  FINETUNING(subject -> new Finetuning(subject, 1, 0)),
  FINETUNING_UPPER_THIRD(subject -> new Finetuning(subject, 0.34, 0)),
  FINETUNING_LORA(subject -> new Finetuning(subject, 1, 16)),
  PREFERENCE(Preference::new),
  PPO_SHARED(subject -> new Reinforcement(subject, Reinforcement.Sharing.FROZEN_LAYERS)),
  PPO_FULL(subject -> new Reinforcement(subject, Reinforcement.Sharing.NOTHING));

  private final Function<Subject, OpenBenchmark> opening;

  Benchmark(Function<Subject, OpenBenchmark> opening) {
    this.opening = opening;
  }

  /// The name of the benchmark on the command line.
  public String word() {
    return KeyNames.ofConstant(this);
  }

  /// The benchmarks with the given names, each once; all benchmarks where no name is given.
  public static List<Benchmark> of(List<String> names) {
    List<Benchmark> all = List.of(values());
    for (String name : names)
      if (all.stream().noneMatch(one -> one.word().equals(name)))
        throw new UserError(
            "bench: no benchmark is called '%s'; the names are %s".formatted(name, words()));
    return names.isEmpty() ? all : all.stream().filter(one -> names.contains(one.word())).toList();
  }

  private static String words() {
    return Arrays.stream(values()).map(Benchmark::word).collect(Collectors.joining(", "));
  }

  /// Loads the models that the benchmark needs.
  OpenBenchmark open(Subject subject) {
    return opening.apply(subject);
  }

  private static OpenBenchmark decode(Subject subject, int sequences) {
    return new Decode(subject, prompts(subject.workload().decode().subList(0, sequences)), 0);
  }

  private static List<int[]> prompts(List<Prompted> lines) {
    return lines.stream().map(Prompted::prompt).toList();
  }
}

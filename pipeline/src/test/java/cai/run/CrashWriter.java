package cai.run;

import cai.provenance.RunIdentity;
import cai.run.items.ItemKeys;
import cai.run.items.JournaledWork;
import cai.run.training.Metrics;
import cai.storage.AtomicFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A small run of two stages, to be killed: `FOLDER`. Each stage draws numbers into a journal in
/// batches, trains with metrics and a checkpoint that is older than they are, and writes a model.
final class CrashWriter {
  static final int ITEMS = 203;
  static final int STEPS = 90;

  record Settings(int batch) {}

  record Draw(String format, String id, double number) {}

  record Step(String format, long step, double loss, double seconds) {}

  private CrashWriter() {}

  public static void main(String[] args) {
    System.out.println("ready");
    work(Path.of(args[0]));
  }

  static void work(Path folder) {
    var identity =
        new RunIdentity(
            "crash.yaml",
            "",
            List.of(),
            "",
            7,
            Map.of(),
            Map.of(),
            Map.of("linear", "fp32"),
            Optional.empty(),
            List.of());
    try (Run run = Run.open(folder, identity, Progress.silent())) {
      StageFolder drawn =
          WorkOfStage.of(StageWord.CRITIQUE, new Settings(8), List.of(), Map.of())
              .perform(run, stage -> draw(run, stage));
      WorkOfStage.of(StageWord.FINETUNING, new Settings(4), List.of(drawn), Map.of())
          .perform(run, stage -> train(run, stage, drawn));
    }
  }

  private static void draw(Run run, StageFolder stage) {
    List<String> items = IntStream.range(0, ITEMS).mapToObj(i -> "item-" + i).toList();
    new JournaledWork("critique", 8, Progress.silent())
        .perform(
            "draws",
            items,
            new JournaledWork.Journaling<>(stage.file("draws.jsonl"), Draw.class),
            ItemKeys.<String>ofStage(id -> id),
            batch -> batch.stream().map(id -> draw(run, stage, id)).toList());
    stage.counted(ITEMS, 3L * ITEMS);
  }

  private static Draw draw(Run run, StageFolder stage, String id) {
    var generator = run.seeds().generator("critique", id);
    return new Draw("draw/1", id, generator.nextDouble());
  }

  private static void train(Run run, StageFolder stage, StageFolder drawn)
      throws java.io.IOException {
    Path checkpoint = stage.file("checkpoint");
    long step = 0;
    double weight = Files.size(drawn.file("draws.jsonl"));
    if (Files.exists(checkpoint)) {
      step = Long.parseLong(Files.readString(checkpoint.resolve("step")));
      weight = Double.parseDouble(Files.readString(checkpoint.resolve("weight")));
    }
    try (var metrics = Metrics.open(stage.file("metrics.jsonl"), Step.class, Step::step)) {
      metrics.truncateAfter(step);
      while (step < STEPS) {
        step++;
        weight += run.seeds().generator(stage.name().word().word(), "step-" + step).nextDouble();
        metrics.append(new Step("step/1", step, weight, System.nanoTime() / 1e9));
        if (step % 10 == 0) save(checkpoint, step, weight);
      }
    }
    double last = weight;
    AtomicFiles.replaceFolder(
        stage.file("sl-cai"),
        model -> Files.writeString(model.resolve("weights"), Double.toString(last)));
    stage.counted(STEPS, 0);
  }

  private static void save(Path checkpoint, long step, double weight) {
    AtomicFiles.replaceFolder(
        checkpoint,
        folder -> {
          Files.writeString(folder.resolve("step"), Long.toString(step));
          Files.writeString(folder.resolve("weight"), Double.toString(weight));
        });
  }
}

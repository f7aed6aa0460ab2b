package cai.report.findings;

import cai.constitution.Aim;
import cai.provenance.RunIdentity;
import cai.run.Progress;
import cai.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers of a run whose counts a test gives, as lines of a file.
final class AnswerLines {
  private final StringBuilder lines = new StringBuilder();

  /// Adds answers of a model, one for each prompt.
  ///
  /// @param declined how many of them decline, the first ones
  /// @param words of each
  AnswerLines with(String model, Aim aim, int prompts, int declined, int words) {
    for (int i = 0; i < prompts; i++)
      lines.append(
          """
          {"format":"answer/2","id":"%1$s-%2$d","conversation":"%1$s-%2$d","aim":"%1$s",\
          "kind":"any","model":"%3$s","prompt":{"turns":[{"speaker":"HUMAN","text":"Why?"}]},\
          "text":"t","ended":true,"score":0.0,"judgeScore":null,"refusal":%4$s,"evasive":false,\
          "words":%5$d,"distinctBigrams":1.0,"repetition":0.0}
          """
              .formatted(aim, i, model, i < declined, words));
    return this;
  }

  void write(Path run) throws IOException {
    Files.createDirectories(run.resolve("evaluation"));
    Files.writeString(run.resolve("evaluation/answers.jsonl"), lines.toString());
  }

  /// Writes them as those of a run with a manifest.
  void write(Path run, long seed, String settings) throws IOException {
    var identity =
        new RunIdentity(
            "r.yaml",
            "",
            List.of(),
            settings,
            seed,
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            List.of());
    Run.open(run, identity, Progress.silent()).close();
    write(run);
  }

  List<Claim> claims(Path run, int smallSample) throws IOException {
    write(run);
    return Claims.of(RunFiles.read(run).evaluation(), smallSample);
  }
}

package cai.report;

import cai.directpreference.DirectPreferenceStep;
import cai.directpreference.DirectPreferenceValidation;
import cai.directpreference.PairMeasures;
import cai.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What direct preference optimisation leaves in a run.
final class DirectPreferenceFixture {
  private DirectPreferenceFixture() {}

  /// @param stage the instance of reinforcement
  static void write(Path run, String stage) throws IOException {
    Path folder = Files.createDirectories(run.resolve(stage));
    var lines = new StringBuilder();
    for (int i = 1; i <= 20; i++)
      lines
          .append(
              Json.line(
                  new DirectPreferenceStep(
                      DirectPreferenceStep.FORMAT, i, i / 10.0, measures(i / 20.0), 5e-5, 3.0 / i)))
          .append('\n');
    Files.writeString(folder.resolve("metrics.jsonl"), lines);
    var validation =
        new DirectPreferenceValidation(
            DirectPreferenceValidation.FORMAT,
            Optional.of(measures(0)),
            Optional.of(measures(1)),
            9,
            80,
            1,
            2,
            3);
    Files.writeString(folder.resolve("validation.json"), Json.pretty(validation));
  }

  private static PairMeasures measures(double done) {
    double preference = 0.693 - 0.02 * done;
    double likelihood = 2.4 - 0.2 * done;
    return new PairMeasures(
        preference + likelihood, preference, likelihood, 0.1 * done, 0.5 + 0.2 * done, done, -done);
  }
}

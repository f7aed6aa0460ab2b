package cai.constitution;

import cai.cost.StageCost;
import cai.errors.UserError;
import cai.json.Json;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Key;
import cai.run.Stage;
import cai.run.StageResult;
import cai.run.StageWord;
import cai.run.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Stage 1: reads the principles and writes them as `constitution.json`.
public record ConstitutionStage(@Key("constitution") ConstitutionSettings settings)
    implements Stage<Artifact<Constitution>> {
  private static final String FILE = "constitution.json";

  @Override
  public StageWord word() {
    return StageWord.CONSTITUTION;
  }

  @Override
  public void make(Workplace place) throws IOException {
    Constitution constitution = write(place.path());
    int principles =
        constitution.critiquePrinciples().size() + constitution.comparisonPrinciples().size();
    place.putAside().ifPresent(before -> noteChanges(before, constitution, place));
    ConstitutionLint.warnings(constitution).forEach(place::note);
    place.counted(principles, 0);
  }

  private static void noteChanges(Path before, Constitution now, Workplace place) {
    try {
      ConstitutionChanges.between(open(before), now).forEach(place::note);
    } catch (UserError e) {
      // What an earlier version wrote may have another layout.
      place.note("what was there cannot be compared: " + e.getMessage());
    }
  }

  @Override
  public Artifact<Constitution> outputs(StageResult result) {
    return result.artifact(FILE, file -> Json.read(file, Constitution.class));
  }

  /// The constitution of the settings, checked for what the later stages need. Where no comparison
  /// principle is about helpfulness, one made from a built-in question is added, so that
  /// helpfulness can be labelled without human data; [ConstitutionLint] has nothing to say about
  /// it.
  public Constitution read() {
    Constitution read = ConstitutionReader.read(settings.files());
    requireAny("critique-principles", read.critiquePrinciples());
    requireAny(
        "comparison-principles of harmlessness", read.comparisonPrinciples(Aim.HARMLESSNESS));
    return BuiltInHelpfulness.addTo(read);
  }

  /// Writes the artifact into the stage's folder and returns what it holds.
  Constitution write(Path folder) throws IOException {
    Constitution constitution = read();
    Files.writeString(folder.resolve(FILE), Json.pretty(constitution));
    return constitution;
  }

  /// The constitution that the stage wrote into a folder.
  static Constitution open(Path folder) {
    return Json.read(folder.resolve(FILE), Constitution.class);
  }

  private void requireAny(String what, List<?> principles) {
    if (principles.isEmpty())
      throw new UserError(
          "constitution: files=%s hold no %s; add some, or write plain sentences under 'principles'"
              .formatted(settings.files(), what));
  }

  @Override
  public StageCost cost(Forecast forecast, Artifact<Constitution> outputs) {
    var cost = new ConstitutionCost(settings);
    var expected = ConstitutionCost.ExpectedPrinciples.of(cost.constitution());
    forecast.expect(outputs, expected);
    return cost.of(expected);
  }
}

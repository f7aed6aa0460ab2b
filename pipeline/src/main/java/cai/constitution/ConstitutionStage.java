package cai.constitution;

import cai.errors.UserError;
import cai.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Stage 1: reads the principles and writes them as `constitution.json`.
public final class ConstitutionStage {
  /// Name of the artifact.
  public static final String FILE = "constitution.json";

  private final ConstitutionSettings settings;

  /// A stage with the recipe's section.
  public ConstitutionStage(ConstitutionSettings settings) {
    this.settings = settings;
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
  public Constitution write(Path folder) throws IOException {
    Constitution constitution = read();
    Files.writeString(folder.resolve(FILE), Json.pretty(constitution));
    return constitution;
  }

  /// The constitution that the stage wrote into a folder.
  public static Constitution open(Path folder) {
    return Json.read(folder.resolve(FILE), Constitution.class);
  }

  private void requireAny(String what, List<?> principles) {
    if (principles.isEmpty())
      throw new UserError(
          "constitution: files=%s hold no %s; add some, or write plain sentences under 'principles'"
              .formatted(settings.files(), what));
  }
}

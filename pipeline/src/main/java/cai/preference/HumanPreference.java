package cai.preference;

import cai.constitution.Aim;
import cai.errors.UserError;
import cai.json.Json;
import cai.prompts.KnownComparisons;
import cai.prompts.KnownPair;
import cai.prompts.PromptItem;
import cai.run.Progress;
import cai.run.Seeds;
import cai.storage.AtomicFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A preference model of what people prefer, from comparisons that no stage trains with: a gauge of
/// what the run's own labels and scores cannot tell. It is trained as the run's preference model
/// is, on the same base, by conversation.
public final class HumanPreference {
  /// Name of its folder in that of the stage that uses it.
  public static final String FOLDER = "human-preference";

  private static final int FEWEST = 20;
  private static final String VALIDATION = "validation.json";

  private final PreferenceSettings settings;
  private final BaseModel base;
  private final Seeds seeds;
  private final Progress progress;

  /// @param settings how it is trained; their own file of human comparisons is not read
  public HumanPreference(
      PreferenceSettings settings, BaseModel base, Seeds seeds, Progress progress) {
    this.settings = settings;
    this.base = base;
    this.seeds = seeds;
    this.progress = progress;
  }

  /// Comparisons of files; those of rows that name no aim are of harmlessness.
  ///
  /// @throws UserError where a file cannot be read or compares nothing
  public static List<KnownPair> read(List<Path> files) {
    var pairs = new ArrayList<KnownPair>();
    for (Path file : files)
      pairs.addAll(
          KnownComparisons.read(file, Aim.HARMLESSNESS, PreferenceData.MOST_BAD_ROWS).pairs());
    return pairs;
  }

  /// Trains the model, unless the folder has it already, and opens it; goes on where an earlier
  /// call was interrupted.
  ///
  /// @param most comparisons, drawn by the seed where there are more
  /// @param heldOut prompts that evaluation asks; comparisons on their conversations are left out
  /// @param folder of the model, its `metrics.jsonl` and [#validation]
  public PreferenceModel trained(
      List<KnownPair> compared, int most, List<PromptItem> heldOut, Path folder) {
    Path model = folder.resolve(PreferenceModel.FOLDER);
    if (Files.exists(folder.resolve(VALIDATION)))
      return PreferenceModel.open(model, base, settings.tokensAtOnce());
    var data = new PreferenceData(settings, base, seeds).addCompared(compared, most, heldOut);
    List<Pair> pairs = data.pairs();
    if (pairs.size() < FEWEST)
      throw new UserError(
          "evaluation.human-comparisons: only %d of %d comparisons can be used, at least %d are needed; name a larger file or none"
              .formatted(pairs.size(), compared.size(), FEWEST));
    if (!Files.isDirectory(folder)) AtomicFiles.replaceFolder(folder, _ -> {});
    HeldOut split = HeldOut.of(pairs, settings.heldOutShare(), seeds);
    var work = new PreferenceWork(settings, base, seeds, progress);
    try (PreferenceModel trained = work.train(split.train(), folder)) {
      trained.save(model);
      AtomicFiles.write(
          folder.resolve(VALIDATION), Json.pretty(work.validation(trained, split.heldOut())));
    }
    return PreferenceModel.open(model, base, settings.tokensAtOnce());
  }

  /// How far the trained model agrees with people on conversations that it was not trained on.
  public static PreferenceValidation validation(Path folder) {
    return Json.read(folder.resolve(VALIDATION), PreferenceValidation.class);
  }
}

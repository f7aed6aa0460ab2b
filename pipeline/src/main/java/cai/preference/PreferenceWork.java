package cai.preference;

import cai.errors.UserError;
import cai.feedback.Comparison;
import cai.json.Json;
import cai.json.JsonLines;
import cai.preference.HeldOutMeasures.ScoredPair;
import cai.preference.Pair.Source;
import cai.preference.PreferenceValidation.Group;
import cai.prompts.PromptItem;
import cai.run.Progress;
import cai.run.Refusals;
import cai.run.Seeds;
import cai.sequence.TokenSequence;
import cai.storage.AtomicFiles;
import cai.transformer.decoder.Decoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Trains the preference model on labelled comparisons and measures it on others.
///
/// **Source**: Bai et al. 2022, section 4.1; soft labels as targets. **Differs**: the head reads
/// the states of a middle layer, which small models need (`docs/deviations.md`); with `depth: 1`
/// and `trained-share: 1` the whole model is trained as in the paper.
public final class PreferenceWork {
  private static final int FEWEST = 4;

  private final PreferenceSettings settings;
  private final BaseModel base;
  private final Seeds seeds;
  private final Progress progress;

  public PreferenceWork(
      PreferenceSettings settings, BaseModel base, Seeds seeds, Progress progress) {
    this.settings = settings;
    this.base = base;
    this.seeds = seeds;
    this.progress = progress;
  }

  /// That the human comparisons of the settings, if there are any, can be read.
  ///
  /// @throws UserError where they cannot
  public static void requireHumanComparisons(PreferenceSettings settings) {
    settings.humanHelpfulness().ifPresent(PreferenceData::human);
  }

  /// Writes `preference-model/`, `metrics.jsonl`, `validation.json` and `data.json`; goes on where
  /// an earlier call was interrupted.
  ///
  /// @param comparisons the feedback stage's `comparisons.jsonl`
  /// @param heldOut prompts that evaluation asks; nothing on their conversations is learnt
  public PreferenceCounts run(Path comparisons, List<PromptItem> heldOut, Path folder) {
    // 1. comparisons, and those held out
    PreferenceData data =
        new PreferenceData(settings, base, seeds)
            .addFeedback(JsonLines.read(comparisons, Comparison.class))
            .addHuman(heldOut);
    if (!data.refused().isEmpty())
      progress.note("preference: " + Refusals.write(folder, data.refused()));
    HeldOut split = HeldOut.of(data.pairs(), settings.heldOutShare(), seeds);
    PreferenceCounts counts = data.counts(split);
    requireEnough(counts);
    // 2. training
    try (PreferenceModel model = train(split.train(), folder)) {
      model.save(folder.resolve(PreferenceModel.FOLDER));
      // 3. what the model is worth on what it has not seen
      write(folder.resolve("validation.json"), validation(model, split.heldOut()));
    }
    write(folder.resolve("data.json"), counts);
    return counts;
  }

  private void requireEnough(PreferenceCounts counts) {
    String left =
        "%d left out (%d without a label, %d replaced by human ones, %d of conversations that are held out, %d with equal answers, %d too long)"
            .formatted(
                counts.leftOut(),
                counts.unlabelled(),
                counts.replaced(),
                counts.heldOutConversations(),
                counts.identical(),
                counts.tooLong());
    if (counts.comparisons() < FEWEST)
      throw new UserError(
          "preference: only %d comparisons can be used, %s; at least %d are needed, give the feedback stage more prompts"
              .formatted(counts.comparisons(), left, FEWEST));
    String by =
        switch (counts.helpfulnessFrom()) {
          case HUMAN -> "of helpfulness labelled by people";
          case AI -> "of helpfulness labelled by AI";
          case NOBODY -> "of helpfulness";
        };
    progress.note(
        "preference: %d comparisons of harmlessness labelled by AI and %d %s; %s"
            .formatted(counts.harmlessness(), counts.helpfulness(), by, left));
    if (counts.heldOut() == 0)
      progress.note("preference: no comparison is held out, so the model is not validated");
  }

  PreferenceModel train(List<Pair> pairs, Path folder) {
    Decoder decoder = PreferenceTraining.untrainedLayers(settings, base, seeds);
    try (var training = new PreferenceTraining(settings, decoder, pairs, progress)) {
      training.run(folder, seeds, progress);
      return training.model(base);
    } catch (RuntimeException | Error e) {
      decoder.close();
      throw e;
    }
  }

  PreferenceValidation validation(PreferenceModel model, List<Pair> pairs) {
    List<TokenSequence> answers =
        pairs.stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList();
    double[] scores = model.scoreSequences(answers);
    for (double score : scores)
      if (!Double.isFinite(score))
        throw new UserError(
            "preference: the score of a held-out answer is %s, so training has diverged; lower preference.learning-rate=%s"
                .formatted(score, settings.learningRate()));
    var groups = new ArrayList<Group>();
    for (Source source : Source.values()) {
      var scored = new ArrayList<ScoredPair>();
      for (int i = 0; i < pairs.size(); i++)
        if (pairs.get(i).source() == source)
          scored.add(new ScoredPair(pairs.get(i), scores[2 * i], scores[2 * i + 1]));
      if (!scored.isEmpty())
        groups.add(
            HeldOutMeasures.group(
                source.words() + ", held out",
                scored,
                seeds.seed("preference", "bootstrap/" + source)));
    }
    return new PreferenceValidation(PreferenceValidation.FORMAT, groups);
  }

  private static void write(Path file, Object value) {
    AtomicFiles.write(file, Json.pretty(value));
  }
}

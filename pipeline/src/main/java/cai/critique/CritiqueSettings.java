package cai.critique;

import cai.critique.acceptance.AcceptanceSettings;
import cai.dialogue.FormatKind;
import cai.language.Answers;
import cai.language.Capability;
import cai.language.Capability.Need;
import cai.language.Generation.Sampling;
import cai.language.SampledText;
import cai.language.YesNoQuestions;
import cai.recipe.Impossible;
import cai.recipe.RemovedKey;
import cai.recipe.Setting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The section `critique` of a recipe. The defaults suit models below about one billion parameters;
/// `recipes/paper.yaml` carries the paper's values.
@RemovedKey(value = "response-style", instead = CritiqueSettings.ONE_FORMAT)
@RemovedKey(value = "yes-no-format", instead = CritiqueSettings.ONE_FORMAT)
public record CritiqueSettings(
    @Setting(
            value = "1",
            min = 1,
            max = 16,
            about = "critiques and revisions of each response, one after the other (paper: 4)")
        int rounds,
    @Setting(
            value = "true",
            about = "whether a critique comes before each revision; false revises directly")
        boolean withCritique,
    @Setting(
            value = "1",
            min = 1,
            max = 64,
            about =
                "revisions sampled in each round, of which the best by the principle's own"
                    + " questions and by fluency is kept (paper: 1)")
        int candidates,
    @Setting(
            value = "flagged",
            about =
                "when a revision begins with one of the principle's lead-ins: never, where the"
                    + " principle's questions flag the response, or always (paper: never)")
        LeadIns leadIns,
    @Setting(
            value = "0",
            min = -50,
            max = 50,
            about = "a response is flagged where its balanced yes/no score is below this, nats")
        double flagThreshold,
    @Setting(
            min = 0,
            max = 64,
            about =
                "worked examples of critique and revision before each conversation, at most;"
                    + " without it 5 in a transcript and none in a chat")
        Optional<Integer> shots,
    @Setting(
            value = "2",
            min = 0,
            max = 64,
            about = "answers sampled for each helpful prompt and look-alike (paper: 2)")
        int helpfulSamples,
    @Setting(value = "0.7", min = 0, max = 5, about = "sampling temperature (paper: 1)")
        double temperature,
    @Setting(
            value = "0.9",
            min = 0,
            minExclusive = true,
            max = 1,
            about = "smallest share of probability that sampling draws from; 1 draws from all")
        double topP,
    @Setting(value = "64", min = 1, max = 4096, about = "longest response, tokens")
        int responseTokens,
    @Setting(
            min = 1,
            max = 4096,
            about =
                "longest answer to a helpful prompt or look-alike, tokens; without it"
                    + " response-tokens. Self-distilled answers may be short: they are read, not"
                    + " imitated")
        Optional<Integer> helpfulTokens,
    @Setting(value = "48", min = 1, max = 4096, about = "longest critique, tokens")
        int critiqueTokens,
    @Setting(value = "64", min = 1, max = 4096, about = "longest revision, tokens")
        int revisionTokens,
    @Setting(
            value = "true",
            about =
                "whether a text that is sampled in a transcript ends at its first blank line; a"
                    + " chat has a token to end with")
        boolean stopAtBlankLine,
    @Setting(
            value = "true",
            about = "whether a text that reached its longest length is cut at a sentence end")
        boolean wholeSentences,
    @Setting(
            value = "32",
            min = 1,
            max = 4096,
            about = "prompts worked on together; after each batch the work is safe on disk")
        int batchSize,
    @Setting(
            value = "0.5",
            min = 0,
            max = 1,
            about = "the stage fails where a larger share of the prompts had to be skipped")
        double mostSkipped,
    @Setting(about = "when a sampled revision is not taken") CritiqueGuards guards,
    @Setting(about = "which of the other revisions are better than what they revise")
        AcceptanceSettings acceptance) {

  /// What a recipe is told that still sets a format of one stage.
  public static final String ONE_FORMAT =
      "every stage asks, samples and trains in the format that model.dialogue sets, so remove it";

  public CritiqueSettings {
    boolean greedy = temperature == 0;
    new Impossible()
        .when(
            greedy && helpfulSamples > 1,
            "temperature=0 makes all helpful-samples=%d of a prompt the same text; raise the temperature or set helpful-samples=1"
                .formatted(helpfulSamples))
        .when(
            greedy && candidates > 1 && leadIns == LeadIns.NEVER,
            "temperature=0 makes all candidates=%d the same text; raise the temperature or set candidates=1"
                .formatted(candidates))
        .when(
            guards.enabled() && guards.fewestWords() > revisionTokens,
            "guards.fewest-words=%d refuses every revision, because revision-tokens=%d gives none so many words; lower the one or raise the other"
                .formatted(guards.fewestWords(), revisionTokens))
        .throwIfAny();
  }

  /// When lead-ins are used.
  public enum LeadIns {
    NEVER,
    FLAGGED,
    ALWAYS
  }

  /// When a sampled revision is not taken and the text before it stays. An overlap is the longest
  /// common subsequence of words as a share of the revision's words.
  public record CritiqueGuards(
      @Setting(value = "true", about = "whether revisions are checked at all (paper: no)")
          boolean enabled,
      @Setting(
              value = "0.6",
              min = 0,
              max = 1,
              about = "most overlap with a text of a worked example")
          double shotOverlap,
      @Setting(
              value = "0.7",
              min = 0,
              max = 1,
              about = "most overlap with the critique or with the request for revision")
          double critiqueOverlap,
      @Setting(
              value = "0.85",
              min = 0,
              max = 1,
              about = "most overlap with the text that is being revised")
          double responseOverlap,
      @Setting(
              value = "0.3",
              min = 0,
              max = 1,
              about = "most repetition: share of three-word runs that occurred before")
          double repetition,
      @Setting(value = "4", min = 0, max = 1000, about = "fewest words of a revision")
          int fewestWords) {}

  /// What the helpful-only model must be able to do. A lead-in is the beginning of an answer, which
  /// the model then continues.
  ///
  /// @param format in which it is asked
  public List<Need> needs(FormatKind format) {
    var needs = new ArrayList<Need>();
    needs.add(new Need("responses, critiques and revisions", Set.of(Answers.needs(format))));
    var led = EnumSet.noneOf(Capability.class);
    if (leadIns != LeadIns.NEVER) led.add(Capability.CONTINUATION);
    if (leadIns == LeadIns.FLAGGED) led.addAll(YesNoQuestions.needs(format));
    if (!led.isEmpty()) needs.add(Need.of("critique.lead-ins", leadIns, led));
    if (candidates > 1)
      needs.add(Need.of("critique.candidates", candidates, YesNoQuestions.needs(format)));
    if (acceptance.enabled()) {
      var needed = EnumSet.of(Capability.LIKELIHOOD, Answers.needs(format));
      needs.add(Need.of("critique.acceptance.enabled", true, needed));
      acceptance
          .mostPrincipleLoss()
          .ifPresent(most ->
              needs.add(
                  Need.of(
                      "critique.acceptance.most-principle-loss",
                      most,
                      YesNoQuestions.needs(format))));
    }
    return needs;
  }

  /// Worked examples of critique and revision that are shown, at most. Base models need them; a
  /// chat model follows the requests, and small ones copy what they are shown.
  int shots(FormatKind format) {
    return shots.orElse(
        switch (format) {
          case CHAT -> 0;
          case TRANSCRIPT -> 5;
        });
  }

  /// Whether yes/no questions are asked.
  boolean asksQuestions() {
    return leadIns == LeadIns.FLAGGED || candidates > 1 || asksOfTheTextBefore();
  }

  /// Whether a revision is compared with the text before under the principle.
  boolean asksOfTheTextBefore() {
    return acceptance.enabled() && acceptance.mostPrincipleLoss().isPresent();
  }

  /// Longest answer to a helpful prompt, tokens.
  int longestHelpful() {
    return helpfulTokens.orElse(responseTokens);
  }

  Sampling sampling(int maxTokens, long seed) {
    return new Sampling(temperature, topP, 0, maxTokens, List.of(), seed);
  }

  SampledText limits(FormatKind format) {
    return SampledText.in(format, stopAtBlankLine, wholeSentences);
  }
}

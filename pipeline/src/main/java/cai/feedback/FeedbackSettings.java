package cai.feedback;

import cai.dialogue.DialogueStyle;
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
import java.util.List;
import java.util.Set;

/// The section `feedback` of a recipe. The defaults suit models below about one billion parameters;
/// `recipes/paper.yaml` carries the paper's values.
@RemovedKey(
    value = "answer-style",
    instead =
        "every stage asks, samples and trains in the format that model.dialogue sets, so remove it")
public record FeedbackSettings(
    @Setting(
            value = "yes-no-balanced",
            about =
                "how a pair is judged: multiple-choice or chain-of-thought (paper), or"
                    + " yes-no-balanced for small models")
        Method method,
    @Setting(
            value = "soft",
            about = "label of a pair: soft probability, hard 0 or 1, or clamped probability")
        Label label,
    @Setting(
            value = "0.4",
            min = 0,
            max = 0.5,
            about = "least probability of a clamped label (paper: 0.4)")
        double clampLow,
    @Setting(
            value = "0.6",
            min = 0.5,
            max = 1,
            about = "greatest probability of a clamped label (paper: 0.6)")
        double clampHigh,
    @Setting(
            value = "fitted",
            about =
                "how sure yes-no-balanced labels are: fitted to the known comparisons where there"
                    + " are at least 20 of an aim, or spread, without a look at them")
        Confidence confidence,
    @Setting(
            value = "0",
            min = 0,
            max = 1,
            maxExclusive = true,
            about = "share of the pairs, the least confident ones, that get no label")
        double dropShare,
    @Setting(
            value = "auto",
            about =
                "format in which the yes/no questions are asked, here and in evaluation: chat,"
                    + " transcript, or auto (the feedback model's own)")
        DialogueStyle yesNoFormat,
    @Setting(
            value = "5",
            min = 0,
            max = 64,
            about = "worked examples before each question, at most")
        int shots,
    @Setting(
            value = "1",
            min = 1,
            max = 64,
            about =
                "chains of thought sampled for each pair (paper: 1 for training, 5 to evaluate)")
        int reasoningSamples,
    @Setting(value = "192", min = 1, max = 4096, about = "longest chain of thought, tokens")
        int reasoningTokens,
    @Setting(
            value = "0.7",
            min = 0,
            max = 5,
            about = "temperature of the answers and of the chains of thought (paper: 1)")
        double temperature,
    @Setting(
            value = "0.9",
            min = 0,
            minExclusive = true,
            max = 1,
            about = "smallest share of probability that sampling draws from; 1 draws from all")
        double topP,
    @Setting(
            value = "0",
            min = 0,
            about =
                "prompts of each group (red-team, look-alikes, helpful) whose answers are compared,"
                    + " at most, drawn at random; 0 takes all")
        int pairsPerGroup,
    @Setting(value = "64", min = 1, max = 4096, about = "longest answer, tokens") int answerTokens,
    @Setting(
            value = "true",
            about =
                "whether an answer in a transcript ends at its first blank line; a chat has a token"
                    + " to end with")
        boolean stopAtBlankLine,
    @Setting(
            value = "false",
            about =
                "whether an answer that reached its longest length is cut at a sentence end; the"
                    + " policy's answers, which the preference model scores, are not")
        boolean wholeSentences,
    @Setting(
            value = "32",
            min = 1,
            max = 4096,
            about = "pairs worked on together; after each batch the work is safe on disk")
        int batchSize,
    @Setting(
            value = "0.4",
            min = 0,
            max = 1,
            about =
                "share of verdicts that change with the order of the options above which the"
                    + " stage recommends yes-no-balanced")
        double mostFlips,
    @Setting(
            value = "0.5",
            min = 0,
            max = 1,
            about = "the stage fails where a larger share of the pairs could not be judged")
        double mostUnreadable) {

  public FeedbackSettings {
    new Impossible()
        .when(
            temperature == 0,
            "temperature=0 makes both answers to a prompt the same text, so there is nothing to"
                + " compare; raise it")
        .when(
            label == Label.CLAMPED && clampLow == clampHigh,
            "clamp-low=%s and clamp-high=%s make every label the same; set clamp-low lower or clamp-high higher"
                .formatted(clampLow, clampHigh))
        .throwIfAny();
  }

  /// How the feedback model compares a pair.
  public enum Method {
    MULTIPLE_CHOICE,
    YES_NO_BALANCED,
    CHAIN_OF_THOUGHT
  }

  /// What says how sure a label of balanced yes/no questions is.
  public enum Confidence {
    FITTED,
    SPREAD
  }

  /// What becomes of the probability.
  public enum Label {
    SOFT,
    HARD,
    CLAMPED
  }

  /// What the model that gives the two answers must be able to do.
  ///
  /// @param format in which it is asked
  public List<Need> needsOfSampler(FormatKind format) {
    return List.of(new Need("answers in pairs", Set.of(Answers.needs(format))));
  }

  /// What the feedback model must be able to do.
  ///
  /// @param format its own
  public List<Need> needsOfFeedbackModel(FormatKind format) {
    return List.of(
        switch (method) {
          // The options " (A)" and " (B)" begin with the same token.
          case MULTIPLE_CHOICE ->
              Need.of(
                  "feedback.method",
                  method,
                  Set.of(Capability.CONTINUATION, Capability.LIKELIHOOD));
          case CHAIN_OF_THOUGHT ->
              Need.of(
                  "feedback.method", method, Set.of(Capability.CONTINUATION, Capability.CHOICE));
          case YES_NO_BALANCED ->
              Need.of(
                  "feedback.yes-no-format",
                  yesNoFormat,
                  YesNoQuestions.needs(yesNoFormat.kind(format)));
        });
  }

  Sampling sampling(int maxTokens, long seed) {
    return new Sampling(temperature, topP, 0, maxTokens, List.of(), seed);
  }

  SampledText limits(FormatKind format) {
    return SampledText.in(format, stopAtBlankLine, wholeSentences);
  }

  /// The form in which yes/no questions about an answer are put.
  public YesNoForm yesNoForm() {
    return new YesNoForm(yesNoFormat, shots);
  }
}

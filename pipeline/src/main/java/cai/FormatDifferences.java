package cai;

import cai.critique.CritiqueSettings;
import cai.dialogue.FormatKind;
import cai.feedback.FeedbackSettings;
import cai.feedback.FeedbackSettings.Method;
import cai.language.local.LocalModels;
import cai.recipe.KeyNames;
import java.util.ArrayList;
import java.util.List;

/// What of the form of texts still differs between the stages that sample, train, score and
/// compare, although all have one format of dialogues. It is decided from the recipe alone, before
/// any stage runs, so that nobody takes such a difference for an effect of the method.
public final class FormatDifferences {
  private final Recipe recipe;
  private final LocalModels.Formats formats;
  private final List<String> sentences = new ArrayList<>();

  private FormatDifferences(Recipe recipe, LocalModels.Formats formats) {
    this.recipe = recipe;
    this.formats = formats;
  }

  /// One sentence for each difference; none where all texts have one form.
  public static List<String> of(Recipe recipe, LocalModels.Formats formats) {
    var found = new FormatDifferences(recipe, formats);
    if (formats.helpful() == FormatKind.TRANSCRIPT) found.inTranscripts();
    found.ofPairs();
    found.ofEvaluation();
    return List.copyOf(found.sentences);
  }

  private void inTranscripts() {
    CritiqueSettings critique = recipe.critique();
    int exchanges = recipe.examples().exchanges();
    if (exchanges > 0)
      sentences.add(
          "examples.exchanges=%d: responses and answers in pairs are sampled behind example exchanges, which training, the policy's answers and evaluation do not have, so that SL-CAI learns their style besides the revisions; 0 shows none"
              .formatted(exchanges));
    if (critique.stopAtBlankLine())
      sentences.add(
          "critique.stop-at-blank-line=true: what SL-CAI learns ends at a blank line, answers in"
              + " evaluation do not");
    if (recipe.feedback().stopAtBlankLine())
      sentences.add(
          "feedback.stop-at-blank-line=true: the preference model learns from answers that end at a"
              + " blank line and scores answers of the policy that do not");
  }

  private void ofPairs() {
    if (recipe.feedback().wholeSentences())
      sentences.add(
          "feedback.whole-sentences=true: the preference model learns from answers that are cut at"
              + " a sentence end and scores answers of the policy that are not");
  }

  private void ofEvaluation() {
    FeedbackSettings feedback = recipe.feedback();
    FormatKind own = formats.feedback();
    boolean questions = feedback.method() == Method.YES_NO_BALANCED;
    FormatKind asked = feedback.yesNoForm().format(own);
    if ((questions || recipe.evaluation().judge()) && asked != own)
      sentences.add(
          "feedback.yes-no-format=%s: the feedback model is asked about answers in another format than its own, %s"
              .formatted(KeyNames.ofConstant(asked), KeyNames.ofConstant(own)));
    if (!questions && own == FormatKind.CHAT)
      sentences.add(
          "feedback.method=%s: the feedback model compares answers in a plain text, as in the paper, and not in its own format, chat"
              .formatted(KeyNames.ofConstant(feedback.method())));
  }
}

package cai.reinforcement;

import cai.dialogue.Dialogue;
import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import cai.language.local.TokenModel;
import cai.language.local.TokenModel.Item;
import cai.language.local.TokenModel.Sampled;
import cai.preference.PreferenceScorer;
import cai.prompts.PromptItem;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import cai.transformer.Decoder;
import java.util.ArrayList;
import java.util.List;

/// Answers of the policy to a step's prompts, scored by the preference model.
///
/// @param prompts answered, in order
/// @param sampled the answers
/// @param sequences prompts with their answers
/// @param scores of the preference model
record Rollouts(
    List<PromptItem> prompts,
    List<Sampled> sampled,
    List<TokenSequence> sequences,
    double[] scores) {

  /// What rollouts are made with.
  ///
  /// @param rows sequences generated at once
  record Maker(
      Decoder policy,
      DialogueRenderer renderer,
      PreferenceScorer scorer,
      ReinforcementSettings settings,
      int rows) {

    Rollouts of(int step, List<PromptItem> prompts, Seeds seeds) {
      var items = new ArrayList<Item>();
      for (int i = 0; i < prompts.size(); i++) {
        // A prompt may come twice in a step; its place keeps the two answers apart.
        String id = "step/" + step + "/" + i + "/" + prompts.get(i).id();
        items.add(
            new Item(
                renderer.prompt(prompts.get(i).prompt()), seeds.generator("reinforcement", id)));
      }
      List<Sampled> sampled = sampled(items);
      var sequences = new ArrayList<TokenSequence>();
      var answered = new ArrayList<Dialogue>();
      for (int i = 0; i < items.size(); i++) {
        sequences.add(renderer.sequence(items.get(i).prompt(), sampled.get(i).ids(), false));
        answered.add(prompts.get(i).prompt().answered(sampled.get(i).text().strip()));
      }
      return new Rollouts(prompts, sampled, sequences, scorer.score(answered));
    }

    /// The policy's weights have changed since the last step: a frozen copy of what is trained is
    /// laid out for sampling, and nothing that was computed is used again.
    private List<Sampled> sampled(List<Item> items) {
      var sampling =
          new Sampling(
              settings.temperature(), 1, 0, settings.answerTokens(), renderer.format().stops(), 0);
      try (var frozen = policy.fastCopy();
          var model = new TokenModel(frozen, renderer.tokenizer(), rows)) {
        return model.generate(items, sampling);
      }
    }
  }

  /// Whether an answer ended by itself.
  boolean ended(int answer) {
    return sampled.get(answer).ending() != Ending.LENGTH;
  }

  int size() {
    return prompts.size();
  }
}

package cai.reinforcement;

import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import cai.language.SampledText;
import cai.language.local.TokenModel;
import cai.language.local.TokenModel.Item;
import cai.language.local.TokenModel.Sampled;
import cai.preference.PreferenceModel;
import cai.preference.PreferenceScorer;
import cai.prompts.PromptItem;
import cai.reinforcement.ReinforcementWork.AnswerScorer;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Answers of the policy to a step's prompts, scored by the preference model.
///
/// @param prompts answered, in order
/// @param sampled the answers
/// @param sequences prompts with their answers
/// @param scores of the preference model
/// @param frozen what the policy's frozen layers made of the sequences when they were sampled
record Rollouts(
    List<PromptItem> prompts,
    List<Sampled> sampled,
    List<TokenSequence> sequences,
    double[] scores,
    FrozenStates frozen)
    implements AutoCloseable {

  /// What rollouts are made with.
  ///
  /// @param rows sequences generated at once
  record Maker(
      Decoder policy,
      DialogueRenderer renderer,
      AnswerScorer scorer,
      ReinforcementSettings settings,
      int rows) {

    /// @param name of the occasion, for random numbers
    Rollouts of(String name, List<PromptItem> prompts, Seeds seeds) {
      var items = new ArrayList<Item>();
      for (int i = 0; i < prompts.size(); i++) {
        // A prompt may come twice in a step; its place keeps the two answers apart.
        String id = name + "/" + i + "/" + prompts.get(i).id();
        items.add(
            new Item(
                renderer.prompt(prompts.get(i).prompt()), seeds.generator("reinforcement", id)));
      }
      // The policy's weights have changed since the last step: a frozen copy of what is trained is
      // laid out for sampling, and nothing that was computed is used again.
      try (var frozen = policy.fastCopy();
          var model = new TokenModel(frozen, renderer.tokenizer(), rows, depths())) {
        return scored(prompts, items, model.generate(items, sampling()), model);
      }
    }

    /// Depths at which the sampler's states are kept, because scoring or training continues from
    /// them.
    private Set<Integer> depths() {
      var depths = new TreeSet<Integer>();
      if (policy.trainedFrom() > 0) depths.add(policy.trainedFrom());
      if (scorer instanceof AnswerScorer.Shared(_, int layers)) depths.add(layers);
      return depths;
    }

    /// Answers end by the rules of evaluation. The tokens of a stop text count as the policy's own,
    /// because the policy chose to end with them: they are learnt, and the last one carries the
    /// score.
    Sampling sampling() {
      var sampling =
          new Sampling(settings.temperature(), 1, 0, settings.answerTokens(), List.of(), 0);
      return SampledText.byItself().ofAnswers(sampling);
    }

    private Rollouts scored(
        List<PromptItem> prompts, List<Item> items, List<Sampled> sampled, TokenModel model) {
      var sequences = new ArrayList<TokenSequence>();
      var answered = new ArrayList<Dialogue>();
      for (int i = 0; i < sampled.size(); i++) {
        Sampled answer = sampled.get(i);
        sequences.add(renderer.sequence(items.get(i).prompt(), answer.ids(), false));
        answered.add(prompts.get(i).prompt().answered(answer.text().strip()));
      }
      double[] scores =
          switch (scorer) {
            case AnswerScorer.Alone(PreferenceScorer alone) -> alone.score(answered);
            case AnswerScorer.Shared(PreferenceModel shared, int layers) ->
                shared.score(answered, layers, model::streams);
          };
      requireFinite(prompts, scores);
      return new Rollouts(prompts, sampled, sequences, scores, frozen(sequences, model));
    }

    private FrozenStates frozen(List<TokenSequence> sequences, TokenModel model) {
      if (policy.trainedFrom() == 0) return FrozenStates.none(sequences);
      List<int[]> known = sequences.stream().map(TokenSequence::withoutLast).toList();
      return new FrozenStates(sequences, model.streams(known, policy.trainedFrom()));
    }
  }

  private static void requireFinite(List<PromptItem> prompts, double[] scores) {
    for (int i = 0; i < scores.length; i++)
      if (!Double.isFinite(scores[i]))
        throw new UserError(
            "reinforcement: the preference model's score of the answer to %s is %s; the model is damaged or its numbers are too large for the arithmetic, use fp32 or run the stage preference again"
                .formatted(prompts.get(i).id(), scores[i]));
  }

  /// Whether an answer ended by itself.
  boolean ended(int answer) {
    return sampled.get(answer).ending() != Ending.LENGTH;
  }

  int size() {
    return prompts.size();
  }

  @Override
  public void close() {
    frozen.close();
  }
}

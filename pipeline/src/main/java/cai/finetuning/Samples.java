package cai.finetuning;

import cai.critique.HelpfulSample;
import cai.critique.RevisionChain;
import cai.critique.RevisionChain.Round;
import cai.dialogue.Dialogue;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What SL-CAI learns from: the accepted revisions of all rounds and the helpful samples, each an
/// answer to its prompt.
///
/// **Source**: paper section 3.1 ("we finetuned ... on the revisions from all revisional steps",
/// mixed with helpfulness samples).
///
/// @param training sequences
/// @param heldOut sequences of other prompts
/// @param tooLong answers left out because they do not fit the context
record Samples(List<TokenSequence> training, List<TokenSequence> heldOut, int tooLong) {

  /// Renders the answers. All answers to a prompt are trained on or all are held out.
  static Samples of(
      List<RevisionChain> chains,
      List<HelpfulSample> helpful,
      DialogueRenderer renderer,
      Selection selection) {
    var samples = new Samples(new ArrayList<>(), new ArrayList<>(), 0);
    int tooLong = 0;
    for (RevisionChain chain : chains)
      for (Round round : chain.rounds())
        if (round.accepted())
          tooLong += samples.add(chain.id(), chain.prompt(), round.revision(), renderer, selection);
    for (HelpfulSample one : helpful)
      tooLong += samples.add(one.id(), one.prompt(), one.response(), renderer, selection);
    return new Samples(List.copyOf(samples.training), List.copyOf(samples.heldOut), tooLong);
  }

  /// Which prompts are held out and which answers fit.
  ///
  /// @param share of the prompts
  /// @param contextLength in tokens
  record Selection(Seeds seeds, double share, int contextLength) {
    boolean holdsOut(String prompt) {
      return new SplittableRandom(seeds.seed("finetuning", "held-out/" + prompt)).nextDouble()
          < share;
    }
  }

  /// Adds an answer.
  ///
  /// @return 1 where it is too long and left out, else 0
  private int add(
      String id, Dialogue prompt, String text, DialogueRenderer renderer, Selection selection) {
    TokenSequence sequence = renderer.answered(prompt.answered(text));
    if (sequence.ids().length > selection.contextLength()) return 1;
    (selection.holdsOut(id) ? heldOut : training).add(sequence);
    return 0;
  }
}

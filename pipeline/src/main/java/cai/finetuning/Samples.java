package cai.finetuning;

import cai.critique.HelpfulSample;
import cai.critique.RevisionChain;
import cai.critique.RevisionChain.Round;
import cai.dialogue.Dialogue;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import cai.statistics.CutOff;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What SL-CAI learns from: the accepted revisions of all rounds and the helpful samples, each an
/// answer to its prompt.
///
/// **Source**: paper section 3.1 ("we finetuned ... on the revisions from all revisional steps",
/// mixed with helpfulness samples).
///
/// @param training sequences
/// @param helpful those of the training sequences that are helpful samples
/// @param heldOut sequences of other conversations
/// @param leftOut answers that are empty, do not fit the context or are refused
/// @param refused prompts that the chat template refuses, by id, with the reason
/// @param cutOff of the others, how many did not come to their end: no end-of-text token closes
///   them
public record Samples(
    List<TokenSequence> training,
    Set<TokenSequence> helpful,
    List<TokenSequence> heldOut,
    int leftOut,
    Map<String, String> refused,
    CutOff cutOff) {

  /// Sequences all of which are trained on.
  public static Samples allTrainedOn(List<TokenSequence> sequences) {
    return new Samples(
        sequences, Set.of(), List.of(), 0, Map.of(), new CutOff(0, sequences.size()));
  }

  /// The helpful samples that do not decline. To decline is a poor lesson of helpfulness.
  static List<HelpfulSample> answering(List<HelpfulSample> helpful) {
    return helpful.stream().filter(one -> !one.declines()).toList();
  }

  /// Renders the answers. All answers to the prompts of one conversation are trained on or all are
  /// held out.
  static Samples of(
      List<RevisionChain> chains,
      List<HelpfulSample> helpful,
      DialogueRenderer renderer,
      SampleSelection selection) {
    var training = new ArrayList<TokenSequence>();
    var helpfulOnes = new HashSet<TokenSequence>();
    var heldOut = new ArrayList<TokenSequence>();
    var fitting = new ArrayList<Taught>();
    List<Taught> all = taught(chains, helpful);
    var refused = new LinkedHashMap<String, String>();
    for (Taught one : all) {
      Optional<String> refusal = renderer.refusal(one.answered());
      refusal.ifPresent(reason -> refused.put(one.prompt(), reason));
      if (refusal.isPresent()) continue;
      TokenSequence sequence = renderer.answered(one.answered(), one.ended());
      int length = sequence.ids().length;
      if (sequence.answerLength() == 0 || length > selection.contextLength()) continue;
      fitting.add(one);
      boolean held = selection.holdsOut(one.conversation());
      (held ? heldOut : training).add(sequence);
      if (one.helpful() && !held) helpfulOnes.add(sequence);
    }
    return new Samples(
        List.copyOf(training),
        Set.copyOf(helpfulOnes),
        List.copyOf(heldOut),
        all.size() - fitting.size(),
        refused,
        CutOff.of(fitting, Taught::ended));
  }

  /// An answer to be learnt.
  ///
  /// @param prompt its id
  /// @param conversation of its prompt
  /// @param ended whether the answer came to its end
  /// @param helpful whether it is a helpful sample and no revision
  private record Taught(
      String prompt, String conversation, Dialogue answered, boolean ended, boolean helpful) {}

  private static List<Taught> taught(List<RevisionChain> chains, List<HelpfulSample> helpful) {
    var all = new ArrayList<Taught>();
    for (RevisionChain chain : chains)
      for (Round round : chain.rounds())
        if (round.accepted())
          all.add(
              new Taught(
                  chain.id(),
                  chain.conversation(),
                  chain.prompt().answered(round.revision()),
                  round.ended(),
                  false));
    for (HelpfulSample one : helpful)
      all.add(
          new Taught(
              one.id(),
              one.conversation(),
              one.prompt().answered(one.response()),
              one.ended(),
              true));
    return all;
  }

  /// Which conversations are held out and which answers fit.
  ///
  /// @param share of the conversations
  /// @param contextLength in tokens
  record SampleSelection(Seeds seeds, double share, int contextLength) {
    boolean holdsOut(String conversation) {
      return seeds.generator("finetuning", "held-out/" + conversation).nextDouble() < share;
    }
  }
}

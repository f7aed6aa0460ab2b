package cai.critique;

import cai.constitution.CritiquePrinciple;
import cai.critique.RevisionChain.Round;
import cai.language.Generation.Completion;
import java.util.ArrayList;
import java.util.List;

/// One round of one chain while it is being made.
final class Attempt {
  /// A sampled revision.
  ///
  /// @param ended whether it came to its end
  /// @param reason why it may not be taken, or empty
  record Candidate(
      String text, boolean ended, String leadIn, double meanLogProbability, String reason) {}

  final Chain chain;
  final String id;
  final CritiquePrinciple principle;
  final List<Candidate> candidates = new ArrayList<>();
  String revisionPrompt = "";
  String critique = "";
  List<String> openings = List.of();
  String failure = "";

  Attempt(Chain chain, int round, CritiquePrinciple principle) {
    this.chain = chain;
    this.id = chain.id() + "/" + round;
    this.principle = principle;
  }

  boolean alive() {
    return failure.isEmpty();
  }

  void spend(Completion completion) {
    chain.spend(completion.promptTokens(), completion.tokens());
  }

  /// The candidates that may be taken.
  List<Candidate> allowed() {
    return candidates.stream().filter(candidate -> candidate.reason().isEmpty()).toList();
  }

  void accept(Candidate candidate) {
    chain.add(
        new Round(
            principle.id(),
            critique,
            candidate.leadIn(),
            candidate.text(),
            candidate.ended(),
            true,
            ""));
  }

  /// Ends the round with the text before, for the reason of the first candidate or of the failure.
  void reject() {
    String leadIn = candidates.isEmpty() ? "" : candidates.getFirst().leadIn();
    String reason = candidates.isEmpty() ? failure : candidates.getFirst().reason();
    chain.add(
        new Round(principle.id(), critique, leadIn, chain.text(), chain.ended(), false, reason));
  }
}

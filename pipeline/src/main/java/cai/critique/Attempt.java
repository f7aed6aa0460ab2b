package cai.critique;

import cai.constitution.CritiquePrinciple;
import cai.critique.RevisionChain.Round;
import cai.language.Generation.Completion;
import cai.language.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One round of one chain while it is being made.
final class Attempt {
  /// A sampled revision.
  ///
  /// @param ended whether it came to its end
  /// @param objection why it may not be taken, if it may not
  record Candidate(
      String text,
      boolean ended,
      String leadIn,
      OptionalDouble meanLogProbability,
      Optional<String> objection) {}

  final Chain chain;
  final String id;
  final CritiquePrinciple principle;
  final List<Candidate> candidates = new ArrayList<>();
  Optional<Prompt> revisionPrompt = Optional.empty();
  String critique = "";
  List<String> openings = List.of();
  Optional<String> failure = Optional.empty();

  Attempt(Chain chain, int round, CritiquePrinciple principle) {
    this.chain = chain;
    this.id = chain.id() + "/" + round;
    this.principle = principle;
  }

  boolean alive() {
    return failure.isEmpty();
  }

  void fail(String reason) {
    failure = Optional.of(reason);
  }

  void spend(Completion completion) {
    chain.spend(completion.promptTokens(), completion.tokens());
  }

  /// The candidates that may be taken.
  List<Candidate> allowed() {
    return candidates.stream().filter(candidate -> candidate.objection().isEmpty()).toList();
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
    Optional<Candidate> first = candidates.stream().findFirst();
    String leadIn = first.map(Candidate::leadIn).orElse("");
    String reason = first.flatMap(Candidate::objection).or(() -> failure).orElseThrow();
    chain.add(
        new Round(principle.id(), critique, leadIn, chain.text(), chain.ended(), false, reason));
  }
}

package cai.critique;

import cai.constitution.CritiquePrinciple;
import cai.critique.RevisionChain.Round;
import cai.critique.acceptance.CandidateVerdict;
import cai.critique.acceptance.GaugedCandidate;
import cai.language.Generation.Completion;
import cai.language.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One round of one chain while it is being made.
final class Attempt {
  final Chain chain;
  final String id;
  final CritiquePrinciple principle;
  final List<Candidate> candidates = new ArrayList<>();
  Optional<Prompt> revisionPrompt = Optional.empty();
  String critique = "";
  List<String> openings = List.of();
  Optional<Double> balanceBefore = Optional.empty(); // of the text that is revised
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

  /// Whether the principle has questions for a balanced yes/no score.
  boolean hasQuestions() {
    return !principle.positive().isEmpty() && !principle.negative().isEmpty();
  }

  /// The candidates that may be taken.
  List<Candidate> allowed() {
    return candidates.stream().filter(Candidate::allowed).toList();
  }

  void accept(Candidate taken) {
    chain.add(
        new Round(
            principle.id(),
            critique,
            taken.leadIn,
            taken.text,
            taken.ended,
            true,
            "",
            decided(Optional.of(taken))));
  }

  /// Ends the round with the text before, for the reason of the first candidate or of the failure.
  void reject() {
    Optional<Candidate> first = candidates.stream().findFirst();
    String reason =
        first
            .flatMap(one -> one.objection)
            .map(CandidateVerdict::words)
            .or(() -> failure)
            .orElseThrow();
    chain.add(
        new Round(
            principle.id(),
            critique,
            first.map(one -> one.leadIn).orElse(""),
            chain.text(),
            chain.ended(),
            false,
            reason,
            decided(Optional.empty())));
  }

  private List<GaugedCandidate> decided(Optional<Candidate> taken) {
    return candidates.stream()
        .map(one -> one.decided(taken.filter(chosen -> chosen == one).isPresent()))
        .toList();
  }
}

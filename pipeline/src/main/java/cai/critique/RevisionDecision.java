package cai.critique;

import cai.critique.acceptance.Acceptance;
import cai.critique.acceptance.CandidateVerdict;
import cai.critique.acceptance.TextGauge.GaugedReading;
import cai.critique.acceptance.TextGauge.GaugedText;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import cai.language.YesNoQuestions;
import cai.language.YesNoQuestions.Balance;
import cai.language.YesNoQuestions.QuestionedResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Takes the best of the candidates that are accepted, or keeps the text before.
final class RevisionDecision {
  private final Acceptance acceptance;
  private final Optional<YesNoQuestions> questions;

  /// @param questions empty where the settings ask for none
  RevisionDecision(Acceptance acceptance, Optional<YesNoQuestions> questions) {
    this.acceptance = acceptance;
    this.questions = questions;
  }

  void decide(List<Attempt> attempts) {
    // 1. What the principle's questions say; what is worse than the text before can be out.
    askAll(attempts);
    // 2. The best of the rest that reads well. Only as many are read as are needed to find it.
    List<Contest> open = attempts.stream().map(Contest::of).toList();
    while (!open.isEmpty()) {
      List<Contest> still = open.stream().filter(one -> !one.rest().isEmpty()).toList();
      for (Contest one : open) if (one.rest().isEmpty()) one.attempt().reject();
      if (acceptance.gauges()) readBest(still);
      open = still.stream().filter(one -> !one.takesBest()).toList();
    }
  }

  /// The candidates of an attempt that may still be taken, the best first.
  private record Contest(Attempt attempt, Deque<Candidate> rest) {
    static Contest of(Attempt attempt) {
      return new Contest(attempt, new ArrayDeque<>(ranked(attempt.allowed())));
    }

    Candidate best() {
      return rest.getFirst();
    }

    GaugedText text() {
      return new GaugedText(
          attempt.id + "/candidate/" + (attempt.candidates.indexOf(best()) + 1),
          attempt.chain.prompt(),
          best().leadIn,
          best().text);
    }

    /// Takes the best candidate if nothing speaks against it, and else drops it.
    boolean takesBest() {
      Candidate best = rest.removeFirst();
      if (best.allowed()) attempt.accept(best);
      return best.allowed();
    }
  }

  private void readBest(List<Contest> contests) {
    if (contests.isEmpty()) return;
    List<Outcome<GaugedReading>> readings =
        acceptance.read(contests.stream().map(Contest::text).toList());
    for (int i = 0; i < contests.size(); i++)
      take(contests.get(i).attempt(), contests.get(i).best(), readings.get(i));
  }

  private void take(Attempt attempt, Candidate candidate, Outcome<GaugedReading> outcome) {
    switch (outcome) {
      case Given<GaugedReading>(GaugedReading read) -> {
        attempt.chain.spend(read.tokensRead(), 0);
        candidate.reading = Optional.of(read.reading());
        candidate.objection = acceptance.objection(read.reading());
      }
      case Refused<GaugedReading> _ -> candidate.objection = Optional.of(CandidateVerdict.UNREAD);
    }
  }

  /// A text of an attempt whose balanced score is asked for.
  ///
  /// @param candidate empty for the text before
  private record AskedCandidate(
      Attempt attempt, Optional<Candidate> candidate, QuestionedResponse subject) {
    void told(Balance balance) {
      attempt.chain.spend(balance.tokens(), 0);
      candidate.ifPresentOrElse(
          one -> one.balance = Optional.of(balance.score()),
          () -> attempt.balanceBefore = Optional.of(balance.score()));
    }
  }

  private void askAll(List<Attempt> attempts) {
    var asked = new ArrayList<AskedCandidate>();
    for (Attempt attempt : attempts) asked.addAll(asked(attempt));
    if (asked.isEmpty()) return;
    List<Outcome<Balance>> balances =
        questions.orElseThrow().balance(asked.stream().map(AskedCandidate::subject).toList());
    for (int i = 0; i < asked.size(); i++) balances.get(i).given().ifPresent(asked.get(i)::told);
    if (acceptance.comparesUnderPrinciple()) attempts.forEach(this::compare);
  }

  private List<AskedCandidate> asked(Attempt attempt) {
    List<Candidate> allowed = attempt.allowed();
    int fewest = acceptance.comparesUnderPrinciple() ? 1 : 2;
    if (allowed.size() < fewest || !attempt.hasQuestions()) return List.of();
    var asked = new ArrayList<AskedCandidate>();
    if (acceptance.comparesUnderPrinciple() && attempt.balanceBefore.isEmpty())
      asked.add(
          new AskedCandidate(
              attempt,
              Optional.empty(),
              subject(attempt, attempt.id + "/before", attempt.chain.text())));
    for (int i = 0; i < allowed.size(); i++) {
      String id = attempt.id + "/candidate/" + (i + 1);
      Candidate one = allowed.get(i);
      asked.add(new AskedCandidate(attempt, Optional.of(one), subject(attempt, id, one.text)));
    }
    return asked;
  }

  private void compare(Attempt attempt) {
    if (attempt.balanceBefore.isEmpty()) return;
    double before = attempt.balanceBefore.get();
    for (Candidate one : attempt.allowed())
      one.objection = one.balance.flatMap(balance -> acceptance.objection(before, balance));
  }

  private static List<Candidate> ranked(List<Candidate> allowed) {
    List<OptionalDouble> balances =
        allowed.stream()
            .map(one -> one.balance.map(OptionalDouble::of).orElse(OptionalDouble.empty()))
            .toList();
    List<OptionalDouble> fluencies = allowed.stream().map(one -> one.meanLogProbability).toList();
    return CandidateChoice.ranking(balances, fluencies).stream().map(allowed::get).toList();
  }

  /// What is asked about a text under an attempt's principle.
  static QuestionedResponse subject(Attempt attempt, String id, String response) {
    return new QuestionedResponse(
        id,
        attempt.chain.prompt().answered(response),
        attempt.principle.positive(),
        attempt.principle.negative());
  }
}

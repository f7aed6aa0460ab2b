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
import java.util.ArrayList;
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
    // 1. How the candidates and the texts before them read; what is worse is out.
    if (acceptance.gauges()) readAll(attempts);
    // 2. What the principle's questions say of what is left; what is worse is out.
    askAll(attempts);
    // 3. The best of the rest.
    for (Attempt attempt : attempts) {
      List<Candidate> allowed = attempt.allowed();
      if (allowed.isEmpty()) attempt.reject();
      else attempt.accept(best(allowed));
    }
  }

  private void readAll(List<Attempt> attempts) {
    List<Attempt> open = attempts.stream().filter(one -> !one.allowed().isEmpty()).toList();
    var texts = new ArrayList<GaugedText>();
    for (Attempt attempt : open) {
      List<Candidate> allowed = attempt.allowed();
      for (int i = 0; i < allowed.size(); i++) {
        Candidate one = allowed.get(i);
        String id = attempt.id + "/candidate/" + (i + 1);
        texts.add(new GaugedText(id, attempt.chain.prompt(), one.leadIn, one.text));
      }
    }
    var readings = acceptance.read(texts).iterator();
    for (Attempt attempt : open)
      for (Candidate one : attempt.allowed()) take(attempt, one, readings.next());
  }

  private void take(Attempt attempt, Candidate candidate, Outcome<GaugedReading> outcome) {
    switch (outcome) {
      case Given<GaugedReading>(GaugedReading read) -> {
        attempt.chain.spend(read.tokensRead(), 0);
        candidate.reading = Optional.of(read.reading());
        candidate.objection = acceptance.objection(attempt.chain.reading(), read.reading());
      }
      case Refused<GaugedReading> _ -> candidate.objection = Optional.of(CandidateVerdict.UNREAD);
    }
  }

  /// A text of an attempt whose balanced score is asked for.
  ///
  /// @param candidate empty for the text before
  private record Asked(Attempt attempt, Optional<Candidate> candidate, QuestionedResponse subject) {
    void told(Balance balance) {
      attempt.chain.spend(balance.tokens(), 0);
      candidate.ifPresentOrElse(
          one -> one.balance = Optional.of(balance.score()),
          () -> attempt.balanceBefore = Optional.of(balance.score()));
    }
  }

  private void askAll(List<Attempt> attempts) {
    var asked = new ArrayList<Asked>();
    for (Attempt attempt : attempts) asked.addAll(asked(attempt));
    if (asked.isEmpty()) return;
    List<Outcome<Balance>> balances =
        questions.orElseThrow().balance(asked.stream().map(Asked::subject).toList());
    for (int i = 0; i < asked.size(); i++) balances.get(i).given().ifPresent(asked.get(i)::told);
    if (acceptance.gauges()) attempts.forEach(this::compare);
  }

  private List<Asked> asked(Attempt attempt) {
    List<Candidate> allowed = attempt.allowed();
    int fewest = acceptance.gauges() ? 1 : 2;
    if (allowed.size() < fewest || !attempt.hasQuestions()) return List.of();
    var asked = new ArrayList<Asked>();
    if (acceptance.gauges() && attempt.balanceBefore.isEmpty())
      asked.add(
          new Asked(
              attempt,
              Optional.empty(),
              subject(attempt, attempt.id + "/before", attempt.chain.text())));
    for (int i = 0; i < allowed.size(); i++) {
      String id = attempt.id + "/candidate/" + (i + 1);
      Candidate one = allowed.get(i);
      asked.add(new Asked(attempt, Optional.of(one), subject(attempt, id, one.text)));
    }
    return asked;
  }

  private void compare(Attempt attempt) {
    if (attempt.balanceBefore.isEmpty()) return;
    double before = attempt.balanceBefore.get();
    for (Candidate one : attempt.allowed())
      one.objection = one.balance.flatMap(balance -> acceptance.objection(before, balance));
  }

  /// The best of candidates that may be taken.
  private static Candidate best(List<Candidate> allowed) {
    List<OptionalDouble> balances =
        allowed.stream()
            .map(one -> one.balance.map(OptionalDouble::of).orElse(OptionalDouble.empty()))
            .toList();
    List<OptionalDouble> fluencies = allowed.stream().map(one -> one.meanLogProbability).toList();
    return allowed.get(CandidateChoice.best(balances, fluencies));
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

package cai.feedback;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.dialogue.Dialogue;
import cai.language.YesNoQuestions;
import cai.language.YesNoQuestions.Balance;
import cai.language.YesNoQuestions.Subject;
import cai.prompts.fewshots.YesNoShot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/// Asks yes/no questions about each answer by itself and compares the balanced scores: there are no
/// positions, so there is no position bias. The method for small models, which answer (A)/(B)
/// questions by chance.
///
/// **Differs** from the paper, which has no such label.
public final class YesNoBalanced implements FeedbackModel {
  private final YesNoQuestions questions;
  private final List<YesNoShot> shots;

  /// @param shots shown before every question
  YesNoBalanced(YesNoQuestions questions, List<YesNoShot> shots) {
    this.questions = questions;
    this.shots = List.copyOf(shots);
  }

  @Override
  public Object shown(Aim aim) {
    return shots;
  }

  @Override
  public List<Judgement> judge(List<PairQuestion> pairs) {
    var subjects = new ArrayList<Subject>();
    for (PairQuestion pair : pairs) {
      if (!pair.flaw().isEmpty()) continue;
      subjects.add(subject(pair.id() + "/first", pair.prompt(), pair.first(), pair.principle()));
      subjects.add(subject(pair.id() + "/second", pair.prompt(), pair.second(), pair.principle()));
    }
    var balances = questions.balance(subjects).iterator();
    var judgements = new ArrayList<Judgement>();
    for (PairQuestion pair : pairs)
      judgements.add(
          pair.flaw().isEmpty()
              ? compare(balances.next(), balances.next())
              : Judgement.unreadable(pair.flaw(), 0, 0));
    return judgements;
  }

  private static Judgement compare(Balance first, Balance second) {
    long tokens = first.tokens() + second.tokens();
    if (first.score().isEmpty()) return Judgement.unreadable(first.reason(), tokens, 0);
    if (second.score().isEmpty()) return Judgement.unreadable(second.reason(), tokens, 0);
    double gap = first.score().getAsDouble() - second.score().getAsDouble();
    return Judgement.of(List.of(gap), false, tokens, 0);
  }

  /// A response to be scored by itself.
  public record Rated(String id, Dialogue prompt, String response) {}

  /// The mean balanced score of each response over a set of principles, nats; higher agrees better.
  /// Empty where it could not be read under one of them or the response is blank.
  public List<OptionalDouble> scores(List<Rated> rated, List<ComparisonPrinciple> principles) {
    return scores(rated, _ -> principles);
  }

  /// The same, each response under principles of its own.
  public List<OptionalDouble> scores(
      List<Rated> rated, Function<Rated, List<ComparisonPrinciple>> principles) {
    var subjects = new ArrayList<Subject>();
    var counts = new ArrayList<Integer>();
    for (Rated one : rated) {
      List<ComparisonPrinciple> own = principles.apply(one);
      if (own.isEmpty()) throw new IllegalArgumentException("a score needs a principle");
      counts.add(one.response().isBlank() ? 0 : own.size());
      if (!one.response().isBlank())
        for (ComparisonPrinciple principle : own)
          subjects.add(
              subject(one.id() + "/" + principle.id(), one.prompt(), one.response(), principle));
    }
    var balances = questions.balance(subjects).iterator();
    var scores = new ArrayList<OptionalDouble>();
    for (int count : counts) {
      var read = new ArrayList<OptionalDouble>();
      for (int i = 0; i < count; i++) read.add(balances.next().score());
      scores.add(mean(read));
    }
    return scores;
  }

  private static OptionalDouble mean(List<OptionalDouble> scores) {
    return scores.stream().allMatch(OptionalDouble::isPresent)
        ? scores.stream().mapToDouble(OptionalDouble::getAsDouble).average()
        : OptionalDouble.empty();
  }

  private static Subject subject(
      String id, Dialogue prompt, String response, ComparisonPrinciple principle) {
    return new Subject(id, prompt.answered(response), principle.positive(), principle.negative());
  }
}

package cai.evaluation;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.dialogue.Dialogue;
import cai.evaluation.EvaluationInputs.JudgeInputs;
import cai.feedback.FeedbackModel;
import cai.feedback.YesNoBalanced;
import cai.feedback.YesNoBalanced.Rated;
import cai.language.LanguageModel;
import cai.language.Outcome;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.random.RandomGenerator;

/// The feedback model as a judge of single answers, by balanced yes/no questions under principles
/// that are drawn for each prompt.
final class Judge {
  /// An answer to be judged.
  ///
  /// @param id unique among the answers
  /// @param question whose prompt determines the principles
  record JudgedAnswer(String id, Question question, String text) {
    Dialogue answered() {
      return question.prompt().answered(text);
    }
  }

  private final YesNoBalanced model;
  private final List<ComparisonPrinciple> principles;
  private final int drawn;
  private final Seeds seeds;

  Judge(LanguageModel model, JudgeInputs judging, int drawn, Seeds seeds) {
    this.model = FeedbackModel.yesNo(model, judging.form(), judging.examples());
    this.principles = judging.principles();
    this.drawn = drawn;
    this.seeds = seeds;
  }

  private static List<ComparisonPrinciple> askable(Aim aim, List<ComparisonPrinciple> principles) {
    return principles.stream()
        .filter(one -> one.aim() == aim && !one.positive().isEmpty() && !one.negative().isEmpty())
        .toList();
  }

  /// Whether there is a principle to judge by.
  static boolean canJudge(Aim aim, JudgeInputs judging) {
    return !askable(aim, judging.principles()).isEmpty();
  }

  /// One score for each, in order.
  List<TextScore> scores(List<JudgedAnswer> batch) {
    List<Rated> rated =
        batch.stream()
            .map(one -> new Rated(one.id(), one.question().prompt(), one.text()))
            .toList();
    var under = new HashMap<String, List<ComparisonPrinciple>>();
    for (JudgedAnswer one : batch) under.put(one.id(), drawn(one.question()));
    List<Outcome<Double>> scores = model.scores(rated, one -> under.get(one.id()));
    var lines = new ArrayList<TextScore>();
    for (int i = 0; i < batch.size(); i++)
      lines.add(TextScore.of(batch.get(i).id(), scores.get(i).given()));
    return lines;
  }

  /// Different principles of the prompt's aim, the same whoever answers.
  List<ComparisonPrinciple> drawn(Question question) {
    var left = new ArrayList<>(askable(question.aim(), principles));
    RandomGenerator random = seeds.generator(EvaluationWork.STAGE, "judge/" + question.id());
    var chosen = new ArrayList<ComparisonPrinciple>();
    while (chosen.size() < drawn && !left.isEmpty())
      chosen.add(left.remove(random.nextInt(left.size())));
    return chosen;
  }
}

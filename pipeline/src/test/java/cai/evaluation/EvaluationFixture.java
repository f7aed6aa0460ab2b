package cai.evaluation;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.critique.RevisionChain;
import cai.critique.RevisionChain.Round;
import cai.dialogue.Dialogue;
import cai.evaluation.EvaluationInputs.JudgeInputs;
import cai.evaluation.MeasuredAnswers.Gauges;
import cai.evaluation.gauges.AnswerReadings;
import cai.feedback.FeedbackExamples;
import cai.feedback.FeedbackSettings;
import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.preference.PreferenceScorer;
import cai.prompts.PromptItem;
import cai.prompts.PromptItem.PromptGroup;
import cai.prompts.Split;
import cai.prompts.fewshots.YesNoShot;
import cai.recipe.Defaults;
import cai.run.Progress;
import cai.run.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Small inputs and scripted models for tests of the stage.
final class EvaluationFixture {
  static final List<ComparisonPrinciple> PRINCIPLES =
      List.of(
          principle("kinder", Aim.HARMLESSNESS),
          principle("safer", Aim.HARMLESSNESS),
          principle("fairer", Aim.HARMLESSNESS),
          principle("clearer", Aim.HELPFULNESS));

  private EvaluationFixture() {}

  private static ComparisonPrinciple principle(String id, Aim aim) {
    return new ComparisonPrinciple(
        id, aim, "Which is " + id + "?", List.of("Is it " + id + "?"), List.of("Is it not?"));
  }

  static PromptItem prompt(String id, Aim aim) {
    return new PromptItem(
        PromptItem.FORMAT, id, aim, "any", Split.HELD_OUT, Dialogue.ask("Question " + id + "?"));
  }

  static List<PromptItem> prompts(int redTeam, int helpful) {
    var prompts = new ArrayList<PromptItem>();
    for (int i = 1; i <= redTeam; i++) prompts.add(prompt("rt-" + i, Aim.HARMLESSNESS));
    for (int i = 1; i <= helpful; i++) prompts.add(prompt("hp-" + i, Aim.HELPFULNESS));
    return prompts;
  }

  /// Red-team prompts that are turns of one conversation.
  static List<PromptItem> turns(int count) {
    var turns = new ArrayList<PromptItem>();
    for (int i = 1; i <= count; i++)
      turns.add(
          new PromptItem(
              PromptItem.FORMAT,
              "talk-t" + i,
              "talk",
              Aim.HARMLESSNESS,
              PromptGroup.RED_TEAM,
              "any",
              Split.HELD_OUT,
              Dialogue.ask("Turn " + i)));
    return turns;
  }

  /// Chains of two rounds, the second of which was rejected.
  static List<RevisionChain> chains(int count) {
    var chains = new ArrayList<RevisionChain>();
    for (int i = 1; i <= count; i++)
      chains.add(
          new RevisionChain(
              RevisionChain.FORMAT,
              "chain-" + i,
              "chain-" + i,
              "any",
              Dialogue.ask("Red " + i + "?"),
              "Response " + i,
              true,
              List.of(
                  new Round("p", "c", "", "A better text", true, true, ""),
                  new Round("p", "c", "", "A better text", true, false, "copied"))));
    return chains;
  }

  static EvaluationInputs inputs(List<PromptItem> prompts, int chains) {
    return inputs(prompts, chains, PRINCIPLES);
  }

  static EvaluationInputs inputs(
      List<PromptItem> prompts, int chains, List<ComparisonPrinciple> principles) {
    List<RevisionChain> all = chains(chains);
    var examples =
        new FeedbackExamples(
            List.of(),
            List.of(new YesNoShot("bus", "My seat?", "Share it.", "Is it fair?", true)),
            List.of());
    return new EvaluationInputs(
        prompts,
        all,
        all.subList(0, Math.min(2, chains)),
        new JudgeInputs(
            Defaults.of(FeedbackSettings.class, Map.of()).yesNoForm(), examples, principles));
  }

  /// The defaults with some values replaced, given as name, value, name, value.
  static EvaluationSettings settings(Object... replaced) {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "hhh",
                Optional.empty(),
                "identification",
                List.of(),
                "humanComparisons",
                List.of()));
    for (int i = 0; i < replaced.length; i += 2) values.put((String) replaced[i], replaced[i + 1]);
    return Defaults.of(EvaluationSettings.class, values);
  }

  /// Three answering models, a judge and a preference model that can break like a killed process.
  ///
  /// @param calls left until it breaks, of all models together
  record Models(int[] calls) {
    static Models sound() {
      return new Models(new int[] {Integer.MAX_VALUE});
    }

    static Models breakingAfter(int calls) {
      return new Models(new int[] {calls});
    }

    private <A, B> Function<A, B> counted(Function<A, B> function) {
      return argument -> {
        if (calls[0]-- == 0) throw new Script.Killed();
        return function.apply(argument);
      };
    }

    ScriptedLanguageModel answering(String name) {
      return ScriptedLanguageModel.of(
          counted(request -> manner(name) + Script.unique(request)),
          counted(request ->
              Script.scores(request).subList(0, Math.min(2, request.continuations().size()))));
    }

    private static String manner(String name) {
      return switch (name) {
        case "sl-cai" -> "I can't help with that.";
        case "rl-cai" -> "I'd rather not help with that, because it could hurt someone.";
        default -> "Sure.";
      };
    }

    ScriptedLanguageModel judge() {
      return ScriptedLanguageModel.scoring(counted(Script::scoresOfText));
    }

    PreferenceScorer scorer() {
      Function<Dialogue, Double> score = counted(one -> text(one).hashCode() % 1000 / 100.0);
      return dialogues -> dialogues.stream().mapToDouble(score::apply).toArray();
    }
  }

  private static String text(Dialogue dialogue) {
    return dialogue.turns().getFirst().text() + dialogue.last().text();
  }

  static EvaluationWork stage(
      EvaluationSettings settings, EvaluationInputs inputs, List<String> notes) {
    var progress =
        new Progress() {
          @Override
          public void begin(String stage, String what, long total, String unit) {}

          @Override
          public void advance(long done) {}

          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }

          @Override
          public void end() {}
        };
    return new EvaluationWork(settings, inputs, new Seeds(1), progress);
  }

  /// Scores alone, without likelihoods.
  static Gauges gauges(AnswerScores judged, AnswerScores scored) {
    return new Gauges(judged, scored, AnswerReadings.none(), AnswerScores.none());
  }

  /// All phases in order, as a run calls them.
  static EvaluationCounts run(EvaluationWork stage, Models models, Path folder) {
    var all = new ArrayList<ModelAnswers>();
    for (String name :
        List.of(Contender.HELPFUL.name(), Contender.SL_CAI.name(), Contender.RL_CAI.name()))
      all.add(stage.answer(Contender.named(name), models.answering(name), folder));
    AnswerReadings readings = stage.read(models.answering("initial"), all, folder);
    AnswerScores judged = stage.judge(models.judge(), all, folder);
    AnswerScores scored = stage.score(models.scorer(), all, folder);
    return stage.write(
        all, new Gauges(judged, scored, readings, AnswerScores.none()), Optional.empty(), folder);
  }
}

package cai.feedback;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.cost.Length;
import cai.cost.Phase;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.cost.WrittenLines;
import cai.dialogue.FormatKind;
import cai.language.Answers;
import cai.language.YesNoLengths;
import cai.language.YesNoQuestions;
import cai.prompts.PromptCounts;
import cai.prompts.fewshots.FewShots;
import cai.prompts.fewshots.ResponseShot;
import cai.prompts.fewshots.YesNoShot;
import cai.run.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// What pairs of answers and their labels cost.
public record FeedbackCost(FeedbackSettings settings, FeedbackLengths lengths, PlannedModel model) {
  // Of the 5 examples of each kind that the paper's authors released, 4.4 characters a token.
  private static final int ASSUMED_PAIRS = 480;
  private static final int ASSUMED_REASONING = 1350;
  // Of the paper's principles, which have no yes/no questions.
  private static final double ASSUMED_QUESTION = 35;

  /// How long the stage's own texts are, tokens.
  ///
  /// @param answerExamples exchanges shown before an answer
  /// @param examples of the method, all together
  /// @param question of the method, the options aside, mean
  /// @param questions asked about one answer, mean number; 1 where both are compared at once
  public record FeedbackLengths(
      Length answerExamples, Length examples, double question, double questions) {}

  /// Comparisons that the stage passes on.
  ///
  /// @param harmlessness number of comparisons of harmlessness
  /// @param helpfulness number of comparisons of helpfulness
  /// @param answerTokens of each answer
  public record Comparisons(double harmlessness, double helpfulness, int answerTokens) {}

  /// The cost with the lengths of the texts that the stage will ask with.
  ///
  /// @param principles none where they are not known
  public static FeedbackCost measured(
      FeedbackStage stage, List<ComparisonPrinciple> principles, Seeds seeds, PlannedModel model) {
    FeedbackSettings settings = stage.settings();
    FeedbackStage.FeedbackExampleFiles examples = stage.examples();
    Length answers =
        model.length(
            examples.responses(),
            0,
            file -> {
              var shots = FewShots.responses(file, examples.exchanges());
              return Answers.shown(
                  stage.slCai().format(), shots.stream().map(ResponseShot::exchange).toList());
            });
    // Both aims have the same examples, each under its own principles.
    List<ComparisonPrinciple> harmlessness = Questions.of(Aim.HARMLESSNESS, principles);
    RandomGenerator random = seeds.generator("feedback", "shots/" + Aim.HARMLESSNESS);
    FeedbackLengths lengths =
        switch (settings.method()) {
          case YES_NO_BALANCED -> {
            FormatKind own = stage.feedbackModel().format();
            YesNoForm form = settings.yesNoForm();
            YesNoLengths asked =
                yesNo(form.format(own), form.shots(), examples.yesNo(), principles, model);
            yield new FeedbackLengths(
                answers, asked.examples(), asked.question(), asked.questions());
          }
          case MULTIPLE_CHOICE ->
              new FeedbackLengths(
                  answers,
                  harmlessness.isEmpty() && Files.exists(examples.feedback())
                      ? Length.of(ASSUMED_PAIRS)
                      : model.length(
                          examples.feedback(),
                          ASSUMED_PAIRS,
                          file ->
                              MultipleChoice.shown(
                                  first(settings.shots(), FewShots.feedback(file)),
                                  harmlessness,
                                  random)),
                  question(principles.stream().map(MultipleChoice::asked), model),
                  1);
          case CHAIN_OF_THOUGHT ->
              new FeedbackLengths(
                  answers,
                  harmlessness.isEmpty() && Files.exists(examples.reasoning())
                      ? Length.of(ASSUMED_REASONING)
                      : model.length(
                          examples.reasoning(),
                          ASSUMED_REASONING,
                          file ->
                              ChainOfThought.shown(
                                  first(settings.shots(), FewShots.reasoning(file)),
                                  harmlessness,
                                  random)),
                  question(principles.stream().map(ChainOfThought::asked), model),
                  1);
        };
    return new FeedbackCost(settings, lengths, model);
  }

  private static <T> List<T> first(int most, List<T> shots) {
    return shots.subList(0, Math.min(most, shots.size()));
  }

  private static double question(Stream<String> asked, PlannedModel model) {
    double mean = model.mean(asked);
    return mean == 0 ? ASSUMED_QUESTION : mean;
  }

  /// Lengths of the yes/no questions that are asked about each answer.
  ///
  /// @param format in which they are asked
  /// @param shots worked examples before them, at most
  public static YesNoLengths yesNo(
      FormatKind format,
      int shots,
      Path examples,
      List<ComparisonPrinciple> principles,
      PlannedModel model) {
    Length shown =
        model.length(
            examples,
            0,
            file ->
                YesNoQuestions.shown(
                    format,
                    first(shots, FewShots.yesNo(file)).stream().map(YesNoShot::example).toList()));
    return YesNoLengths.of(
        shown,
        format,
        principles.stream()
            .map(one -> Stream.of(one.positive(), one.negative()).flatMap(List::stream).toList())
            .toList(),
        model);
  }

  /// The cost of the stage.
  ///
  /// @param prompts whose training ones are answered in pairs
  /// @param known pairs whose better answer is known
  public StageCost of(PromptCounts prompts, int known) {
    double pairs = prompts.train();
    double compared = pairs + known;
    double answer = settings.answerTokens();
    double prompt = prompts.trainTokens() / Math.max(1, pairs);
    return new StageCost(
        "feedback",
        pairs,
        "pairs",
        List.of(
            Phase.sampling(
                lengths.answerExamples().tokens() + 2 * prompts.trainTokens(), 2 * pairs * answer),
            comparing(compared, prompt)),
        0,
        memory(prompts.longerTokens()),
        List.of(
            new WrittenLines("pairs.jsonl", pairs, 1 / Math.max(1, pairs)),
            new WrittenLines("verdicts.jsonl", pairs, 1 / Math.max(1, compared)),
            new WrittenLines("known.journal", known, 1 / Math.max(1, compared))),
        Length.assumptions(lengths.answerExamples(), lengths.examples()).toList());
  }

  /// What is left of the pairs when the least confident labels are dropped.
  public Comparisons comparisons(PromptCounts prompts) {
    double kept = 1 - settings.dropShare();
    return new Comparisons(
        prompts.redTeamTrain() * kept, prompts.helpfulTrain() * kept, settings.answerTokens());
  }

  private Phase comparing(double pairs, double prompt) {
    double answer = settings.answerTokens();
    double examples = lengths.examples().tokens();
    double pair = prompt + lengths.question() + 2 * answer;
    return switch (settings.method()) {
      case YES_NO_BALANCED ->
          Phase.reading(
              examples + 2 * pairs * lengths.questions() * (prompt + answer + lengths.question()));
      case MULTIPLE_CHOICE -> Phase.reading(examples + 2 * pairs * pair);
      case CHAIN_OF_THOUGHT -> {
        double thoughts = pairs * settings.reasoningSamples();
        double thought = settings.reasoningTokens();
        // The thought is sampled, then the text with the thought is read again for the letter.
        yield Phase.sampling(examples + thoughts * (pair + pair + thought), thoughts * thought);
      }
    };
  }

  private long memory(double prompt) {
    double pair = prompt + 2.0 * settings.answerTokens() + lengths.question();
    return switch (settings.method()) {
      case YES_NO_BALANCED, MULTIPLE_CHOICE -> model.generating(lengths.examples().tokens(), pair);
      case CHAIN_OF_THOUGHT ->
          model.generating(lengths.examples().tokens(), pair + settings.reasoningTokens());
    };
  }
}

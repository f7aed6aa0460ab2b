package cai.critique;

import cai.constitution.CritiquePrinciple;
import cai.cost.CountedTexts;
import cai.cost.Length;
import cai.cost.Phase;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.cost.WrittenLines;
import cai.critique.CritiqueSettings.LeadIns;
import cai.critique.requests.CritiqueRequests;
import cai.dialogue.FormatKind;
import cai.language.Answers;
import cai.language.YesNoLengths;
import cai.language.YesNoQuestions;
import cai.prompts.PromptCounts;
import cai.prompts.fewshots.FewShots;
import cai.prompts.fewshots.ResponseShot;
import cai.prompts.fewshots.YesNoShot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What responses, critiques and revisions cost: the calls of [CritiqueWork] and [RevisionRound] in
/// their order, as numbers of tokens.
public record CritiqueCost(CritiqueSettings settings, CritiqueLengths lengths, PlannedModel model) {
  // Of the 5 examples that the paper's authors released, 4.4 characters a token.
  private static final int ASSUMED_EXAMPLES = 2160;
  // Of the paper's principles, which have no yes/no questions.
  private static final double ASSUMED_CRITIQUE_REQUEST = 40;
  private static final double ASSUMED_REVISION_REQUEST = 35;

  /// How long the stage's own texts are, tokens.
  ///
  /// @param responseExamples exchanges shown before a response
  /// @param examples of critique and revision, all together
  /// @param critiqueRequest mean
  /// @param revisionRequest mean
  /// @param questions of a principle about a response
  public record CritiqueLengths(
      Length responseExamples,
      Length examples,
      double critiqueRequest,
      double revisionRequest,
      YesNoLengths questions) {}

  /// The cost with the lengths of the texts that the stage will ask with.
  ///
  /// @param format in which the model is asked
  /// @param principles none where they are not known
  public static CritiqueCost measured(
      CritiqueSettings settings,
      CritiqueStage.CritiqueExampleFiles examples,
      FormatKind format,
      List<CritiquePrinciple> principles,
      PlannedModel model) {
    Length responses =
        model.length(
            examples.responses(),
            0,
            file -> {
              var shots = FewShots.responses(file, examples.exchanges());
              return Answers.shown(format, shots.stream().map(ResponseShot::exchange).toList());
            });
    int most = settings.shots(format);
    Length critiques =
        most == 0
            ? Length.of(0)
            : model.length(
                examples.critique(),
                ASSUMED_EXAMPLES,
                file ->
                    CritiqueRequests.of(
                            format,
                            FewShots.critiques(file).stream().limit(most).toList(),
                            settings.withCritique())
                        .shown());
    var requests = CritiqueRequests.of(format, List.of(), settings.withCritique());
    Length yesNo =
        model.length(
            examples.yesNo(),
            0,
            file ->
                YesNoQuestions.shown(
                    format, FewShots.yesNo(file).stream().map(YesNoShot::example).toList()));
    List<List<String>> questions =
        principles.stream()
            .map(one -> Stream.of(one.positive(), one.negative()).flatMap(List::stream).toList())
            .toList();
    return new CritiqueCost(
        settings,
        new CritiqueLengths(
            responses,
            critiques,
            principles.isEmpty()
                ? ASSUMED_CRITIQUE_REQUEST
                : model.mean(principles.stream().map(requests::critiqueRequest)),
            principles.isEmpty()
                ? ASSUMED_REVISION_REQUEST
                : model.mean(principles.stream().map(requests::revisionRequest)),
            YesNoLengths.of(yesNo, format, questions, model)),
        model);
  }

  /// The cost of the stage on some prompts.
  public StageCost of(PromptCounts prompts) {
    return new StageCost(
        "critique",
        prompts.redTeamTrain(),
        "chains",
        phases(prompts),
        0,
        memory(prompts),
        written(prompts),
        Length.assumptions(
                lengths.responseExamples(), lengths.examples(), lengths.questions().examples())
            .toList());
  }

  /// Chains that are expected.
  ///
  /// @param texts the prompt with the response and with each revision
  /// @param revisions the revisions of all rounds, each with its prompt
  /// @param critique tokens of a critique
  public record Chains(CountedTexts texts, CountedTexts revisions, double critique) {}

  /// The chains that the stage will leave.
  public Chains chains(PromptCounts prompts) {
    int chains = prompts.redTeamTrain();
    return new Chains(
        CountedTexts.of(
            chains,
            (settings.rounds() + 1) * prompts.redTeamTokens()
                + settings.responseTokens()
                + (double) settings.rounds() * settings.revisionTokens()),
        CountedTexts.of(
            (double) chains * settings.rounds(),
            prompts.redTeamTokens() + settings.revisionTokens()),
        critique());
  }

  /// The helpful samples that the stage will leave, each with its prompt.
  public CountedTexts helpfulSamples(PromptCounts prompts) {
    return CountedTexts.of(helpful(prompts), prompts.helpfulTokens() + settings.longestHelpful());
  }

  /// Tokens of a critique.
  private double critique() {
    return settings.withCritique() ? settings.critiqueTokens() : 0;
  }

  private double helpful(PromptCounts prompts) {
    return (double) prompts.helpfulTrain() * settings.helpfulSamples();
  }

  private List<Phase> phases(PromptCounts prompts) {
    int chains = prompts.redTeamTrain();
    double prompt = prompts.redTeamTokens();
    double critique = critique();
    double critiqueRequest = settings.withCritique() ? lengths.critiqueRequest() : 0;
    YesNoLengths questions = lengths.questions();
    var phases = new ArrayList<Phase>();
    // 1. Responses.
    phases.add(
        Phase.sampling(
            lengths.responseExamples().tokens() + chains * prompt,
            (double) chains * settings.responseTokens()));
    boolean gauged = settings.acceptance().enabled();
    for (int round = 1; round <= settings.rounds(); round++) {
      double text = round == 1 ? settings.responseTokens() : settings.revisionTokens();
      double request = prompt + text + critiqueRequest;
      // 2. Critiques.
      if (settings.withCritique()) phases.add(Phase.sampling(chains * request, chains * critique));
      // 3. Whether the principle's questions flag the text.
      if (settings.leadIns() == LeadIns.FLAGGED)
        phases.add(Phase.reading(chains * questions.asked(prompt + text)));
      // 4. Revisions, each candidate by itself.
      double candidates = (double) chains * settings.candidates();
      phases.add(
          Phase.sampling(
              candidates * (request + critique + lengths.revisionRequest()),
              candidates * settings.revisionTokens()));
      // 5. What the principle's questions say of the candidates and of the text before, and how the
      // best candidates read.
      double revision = settings.revisionTokens();
      if (gauged) phases.add(Phase.reading(chains * read(prompt, revision)));
      boolean compared = settings.asksOfTheTextBefore();
      if (compared && settings.leadIns() != LeadIns.FLAGGED)
        phases.add(Phase.reading(chains * questions.asked(prompt + text)));
      if (compared || settings.candidates() > 1)
        phases.add(Phase.reading(candidates * questions.asked(prompt + revision)));
    }
    // 6. Answers to helpful prompts.
    double helpful = helpful(prompts);
    phases.add(
        Phase.sampling(helpful * prompts.helpfulTokens(), helpful * settings.longestHelpful()));
    phases.add(Phase.reading(lengths.examples().tokens() + questions.examples().tokens()));
    return phases;
  }

  /// Tokens read until a candidate is accepted: each that is gauged is read after the prompt and
  /// after a short message. About half are accepted, so the second is needed half of the time.
  private double read(double prompt, double revision) {
    double gauged = settings.candidates() > 1 ? 1.5 : 1;
    return gauged * (prompt + 2 * revision);
  }

  private long memory(PromptCounts prompts) {
    double own =
        prompts.longerTokens()
            + Math.max(
                Math.max(settings.responseTokens(), settings.longestHelpful()),
                settings.revisionTokens())
            + lengths.critiqueRequest()
            + settings.critiqueTokens()
            + lengths.revisionRequest()
            + settings.revisionTokens();
    return model.generating(lengths.examples().tokens(), own);
  }

  /// A line weighs as many tokens as are sampled for it.
  private List<WrittenLines> written(PromptCounts prompts) {
    double round = critique() + (double) settings.candidates() * settings.revisionTokens();
    double response = settings.responseTokens();
    int chains = prompts.redTeamTrain();
    return List.of(
        new WrittenLines("responses.journal", chains, response),
        new WrittenLines("chains.journal", chains, settings.rounds() * round),
        new WrittenLines("helpful.journal", helpful(prompts), settings.longestHelpful()));
  }
}

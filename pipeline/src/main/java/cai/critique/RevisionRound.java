package cai.critique;

import cai.constitution.CritiquePrinciple;
import cai.critique.acceptance.Acceptance;
import cai.critique.acceptance.CandidateVerdict;
import cai.critique.requests.CritiqueRequests;
import cai.dialogue.FormatKind;
import cai.language.Generation;
import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.LanguageModel;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import cai.language.SampledText;
import cai.language.TextModel;
import cai.language.YesNoQuestions;
import cai.language.YesNoQuestions.Balance;
import cai.language.YesNoQuestions.QuestionedResponse;
import cai.prompts.fewshots.CritiqueShot;
import cai.prompts.fewshots.YesNoShot;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One round of critique and revision over the chains of a batch.
///
/// Requests, critiques and revisions have the format in which the model is trained: they are turns
/// of a chat, or stand in the paper's transcript.
///
/// **Source**: Bai et al. 2022, section 3.1. **Differs** by lead-ins, several candidates and
/// guards, all of which a recipe can turn off.
public final class RevisionRound {
  private static final String STAGE = "critique";

  private final TextModel model;
  private final FormatKind format;
  private final CritiqueSettings settings;
  private final List<CritiquePrinciple> principles;
  private final Seeds seeds;
  private final CritiqueRequests requests;
  private final RevisionGuards guards;
  private final Optional<YesNoQuestions> questions;
  private final RevisionDecision decision;
  private final SampledText limits;

  /// @param model the helpful-only assistant, which also criticises and revises
  public RevisionRound(
      LanguageModel model, CritiqueSettings settings, CritiqueInputs inputs, Seeds seeds) {
    this.model = model.text();
    this.format = model.format();
    this.settings = settings;
    this.principles = inputs.principles();
    this.seeds = seeds;
    this.limits = settings.limits(format);
    int most = Math.min(settings.shots(format), inputs.shots().size());
    List<CritiqueShot> shots = inputs.shots().subList(0, most);
    this.requests = CritiqueRequests.of(format, shots, settings.withCritique());
    this.guards = new RevisionGuards(settings.guards(), shots);
    this.questions =
        settings.asksQuestions()
            ? Optional.of(
                new YesNoQuestions(
                    model.choices(),
                    format,
                    inputs.yesNoShots().stream().map(YesNoShot::example).toList()))
            : Optional.empty();
    this.decision =
        new RevisionDecision(
            new Acceptance(settings.acceptance(), model, inputs.exchanges()), questions);
  }

  /// Adds round `number`, counted from 1, to every chain that has a response.
  public void perform(int number, List<Chain> chains) {
    // 1. Each chain draws a principle, independently of all other draws.
    List<Attempt> attempts = new ArrayList<>();
    for (Chain chain : chains) if (chain.begun()) attempts.add(draw(chain, number));
    // 2. The critique of the text so far.
    if (settings.withCritique()) criticise(attempts);
    else attempts.forEach(this::skipCritique);
    // 3. How the revision begins.
    chooseOpenings(attempts);
    // 4. The revision, sampled once or several times.
    revise(attempts);
    // 5. The best candidate that is accepted, or the text before.
    decision.decide(attempts);
  }

  private Attempt draw(Chain chain, int number) {
    return new Attempt(chain, number, drawn(principles, seeds, chain.id(), number));
  }

  /// The principle that a prompt's chain draws in a round.
  static CritiquePrinciple drawn(
      List<CritiquePrinciple> principles, Seeds seeds, String id, int round) {
    return principles.get(seeds.generator(STAGE, id + "/" + round).nextInt(principles.size()));
  }

  private void skipCritique(Attempt attempt) {
    attempt.revisionPrompt =
        Optional.of(requests.directRevision(attempt.chain.answered(), attempt.principle));
  }

  private void criticise(List<Attempt> attempts) {
    List<Generation> asked =
        attempts.stream()
            .map(one ->
                Generation.of(
                    one.id + "/critique", requests.critique(one.chain.answered(), one.principle)))
            .toList();
    List<Outcome<Completion>> outcomes = generate(asked, settings.critiqueTokens());
    for (int i = 0; i < attempts.size(); i++)
      switch (outcomes.get(i)) {
        case Given<Completion>(Completion completion) -> criticised(attempts.get(i), completion);
        case Refused<Completion>(String reason) -> attempts.get(i).fail(reason);
      }
  }

  private void criticised(Attempt attempt, Completion completion) {
    attempt.spend(completion);
    switch (limits.text(completion, "the critique is empty")) {
      case Given<String>(String text) -> attempt.critique = text;
      case Refused<String>(String reason) -> attempt.fail(reason);
    }
    attempt.revisionPrompt =
        Optional.of(
            requests.revision(attempt.chain.answered(), attempt.critique, attempt.principle));
  }

  private void chooseOpenings(List<Attempt> attempts) {
    List<Attempt> able =
        attempts.stream()
            .filter(attempt -> attempt.alive() && !attempt.principle.leadIns().isEmpty())
            .toList();
    List<Attempt> led =
        switch (settings.leadIns()) {
          case NEVER -> List.of();
          case ALWAYS -> able;
          case FLAGGED -> flagged(able);
        };
    for (Attempt attempt : led) attempt.openings = openings(attempt);
  }

  private List<Attempt> flagged(List<Attempt> attempts) {
    List<Attempt> asked = attempts.stream().filter(Attempt::hasQuestions).toList();
    List<Outcome<Balance>> balances =
        balances(
            asked.stream()
                .map(attempt ->
                    RevisionDecision.subject(
                        attempt, attempt.id + "/response", attempt.chain.text()))
                .toList());
    var flagged = new ArrayList<Attempt>();
    for (int i = 0; i < asked.size(); i++) {
      Optional<Balance> balance = balances.get(i).given();
      if (balance.isEmpty()) continue;
      asked.get(i).chain.spend(balance.get().tokens(), 0);
      asked.get(i).balanceBefore = Optional.of(balance.get().score());
      if (balance.get().score() < settings.flagThreshold()) flagged.add(asked.get(i));
    }
    return flagged;
  }

  /// One opening for each candidate: the principle's lead-ins in turn from a drawn one on, and
  /// where there are more candidates than lead-ins also the free revision. Neighbouring lead-ins of
  /// a principle differ in kind, so candidates do.
  private List<String> openings(Attempt attempt) {
    List<String> leadIns = attempt.principle.leadIns();
    int first = seeds.generator(STAGE, attempt.id + "/lead-in").nextInt(leadIns.size());
    var turns = new ArrayList<String>();
    for (int i = 0; i < leadIns.size(); i++) turns.add(leadIns.get((first + i) % leadIns.size()));
    if (settings.candidates() > leadIns.size()) turns.add("");
    return turns;
  }

  private void revise(List<Attempt> attempts) {
    List<Attempt> asked = attempts.stream().filter(Attempt::alive).toList();
    List<Outcome<List<Completion>>> outcomes =
        Outcome.askEach(
            asked,
            attempt -> new Given<>(revisions(attempt)),
            some -> generate(some, settings.revisionTokens()));
    for (int i = 0; i < asked.size(); i++)
      switch (outcomes.get(i)) {
        case Given<List<Completion>>(List<Completion> completions) ->
            addCandidates(asked.get(i), completions);
        case Refused<List<Completion>>(String reason) -> asked.get(i).fail(reason);
      }
  }

  private List<Generation> revisions(Attempt attempt) {
    var revisions = new ArrayList<Generation>();
    for (int candidate = 0; candidate < settings.candidates(); candidate++) {
      String opening = opening(attempt, candidate);
      revisions.add(
          new Generation(
              attempt.id + "/revision/" + (candidate + 1),
              attempt.revisionPrompt.orElseThrow(),
              opening.isEmpty() ? "" : requests.opening(opening)));
    }
    return revisions;
  }

  /// The lead-in of a candidate; no text where the revision is free.
  private static String opening(Attempt attempt, int candidate) {
    List<String> turns = attempt.openings;
    return turns.isEmpty() ? "" : turns.get(candidate % turns.size());
  }

  private void addCandidates(Attempt attempt, List<Completion> completions) {
    for (int candidate = 0; candidate < completions.size(); candidate++)
      addCandidate(attempt, opening(attempt, candidate), completions.get(candidate));
  }

  private void addCandidate(Attempt attempt, String opening, Completion completion) {
    attempt.spend(completion);
    String text = text(opening, completion);
    var context =
        new RevisionGuards.Context(
            attempt.chain.text(), attempt.critique, attempt.principle.revisionRequest());
    Optional<CandidateVerdict> objection =
        saysNothing(text, opening).or(() -> guards.objection(text, context));
    boolean ended = limits.ended(completion, format);
    attempt.candidates.add(
        new Candidate(text, ended, opening, completion.meanLogProbability(), objection));
  }

  /// The text of a revision. One whose last sentence end lies in its lead-in stays whole, as a text
  /// without any sentence end does.
  private String text(String opening, Completion completion) {
    String text = limits.read(completion);
    return opening.startsWith(text) ? completion.text().strip() : text;
  }

  /// Guards can be off; a text without words of its own is never taken.
  private static Optional<CandidateVerdict> saysNothing(String text, String opening) {
    if (text.isEmpty()) return Optional.of(CandidateVerdict.EMPTY);
    return opening.startsWith(text)
        ? Optional.of(CandidateVerdict.NOTHING_OF_ITS_OWN)
        : Optional.empty();
  }

  private List<Outcome<Balance>> balances(List<QuestionedResponse> subjects) {
    return subjects.isEmpty() ? List.of() : questions.orElseThrow().balance(subjects);
  }

  private List<Outcome<Completion>> generate(List<Generation> asked, int maxTokens) {
    Sampling sampling = settings.sampling(maxTokens, seeds.seed(STAGE, "sampling"));
    return model.generate(asked, limits.stoppingAt(sampling, requests.stops()));
  }
}

package cai.report;

import cai.critique.RevisionChain;
import cai.critique.RevisionChain.Round;
import cai.critique.ShownExamples;
import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.evaluation.Contender;
import cai.evaluation.MeasuredAnswer;
import cai.evaluation.RevisionScore;
import cai.prompts.PromptItem.PromptGroup;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.PromptExample;
import cai.report.PageBlock.Prose;
import cai.report.PageBlock.Quote;
import cai.report.drawing.Plot;
import cai.report.drawing.Plot.Mark;
import cai.report.drawing.Plot.Point;
import cai.report.drawing.Plot.Series;
import cai.report.drawing.Plot.YAxis;
import cai.report.findings.PairedDifference;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import cai.run.StageWord;
import cai.statistics.ClusteredValues;
import cai.statistics.CutOff;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The examples, and what the preference model says of each round of revision.
final class CritiqueSections {
  private CritiqueSections() {}

  static PageSection examples(RunFiles run, int count) {
    var blocks = new ArrayList<PageBlock>();
    List<RevisionChain> chosen = ShownExamples.choose(run.texts().chains(), count);
    if (chosen.isEmpty()) {
      blocks.add(new Missing(run.absence(StageWord.CRITIQUE, "revisions")));
      return new PageSection("Critique: examples side by side", blocks);
    }
    blocks.add(
        new Prose(
            "Not hand-picked: %s. Behind them, where there are any, a held-out look-alike and a held-out helpful prompt chosen by the same rule."
                .formatted(ShownExamples.RULE)));
    blocks.add(
        new Prose(
            "Warning: red-team prompts ask for harmful things, and a helpful-only model may answer"
                + " them. These examples stay closed until you open them."));
    var examples = new ArrayList<PromptExample>();
    for (RevisionChain chain : chosen) examples.add(example(run, chain));
    asked(run, PromptGroup.LOOK_ALIKE, "Harmless look-alike").ifPresent(examples::add);
    asked(run, PromptGroup.HELPFUL, "Helpful prompt").ifPresent(examples::add);
    blocks.add(new PageBlock.PromptExamples(examples));
    return new PageSection("Critique: examples side by side", blocks);
  }

  private static PromptExample example(RunFiles run, RevisionChain chain) {
    var quotes = new ArrayList<Quote>();
    quotes.add(
        quote("Response of the initial model", Contender.HELPFUL.style(), "", chain.response()));
    int number = 1;
    for (Round round : chain.rounds()) {
      String suffix = chain.rounds().size() > 1 ? " " + number : "";
      quotes.add(quote("Critique" + suffix, "plain", principle(run, round), round.critique()));
      String note =
          round.accepted() ? "" : "rejected (" + round.reason() + "): the text before is kept";
      quotes.add(quote("Revision" + suffix, "plain", note, round.revision()));
      number++;
    }
    // The response above is the first model's answer.
    for (Contender model : run.evaluation().contenders()) {
      if (model.equals(Contender.HELPFUL)) continue;
      quotes.add(
          answer(run, chain.id(), model)
              .map(CritiqueSections::answered)
              .orElseGet(() -> notAsked(model)));
    }
    return new PromptExample(
        "Red-team prompt: " + chain.kind().replace('-', ' '), true, text(chain.prompt()), quotes);
  }

  private static Quote notAsked(Contender model) {
    String note = "this prompt was not put to this model in this run";
    return new Quote(Wording.visible(model.title()), model.style(), note, "");
  }

  private static String principle(RunFiles run, Round round) {
    String words = run.critiqueRequest(round.principle()).map(w -> ": " + w).orElse("");
    return Wording.visible("principle " + round.principle() + words);
  }

  /// The first held-out prompt of a group, by the rule.
  private static Optional<PromptExample> asked(RunFiles run, PromptGroup group, String heading) {
    List<MeasuredAnswer> answers =
        run.evaluation().answers().stream().filter(answer -> answer.group() == group).toList();
    return ShownExamples.first(answers, MeasuredAnswer::id)
        .map(chosen -> {
          List<Quote> quotes =
              run.evaluation().contenders().stream()
                  .flatMap(model -> answer(run, chosen.id(), model).stream())
                  .map(CritiqueSections::answered)
                  .toList();
          return new PromptExample(heading, false, text(chosen.prompt()), quotes);
        });
  }

  private static Optional<MeasuredAnswer> answer(RunFiles run, String id, Contender model) {
    return Stream.concat(run.evaluation().examples().stream(), run.evaluation().answers().stream())
        .filter(a -> a.id().equals(id) && a.model().equals(model.name()))
        .findFirst();
  }

  private static Quote answered(MeasuredAnswer answer) {
    String cut = answer.ended() ? "" : ", cut off";
    String note = "preference-model score " + Wording.signed(answer.score(), 2) + cut;
    Contender model = Contender.named(answer.model());
    String name =
        model.equals(Contender.HELPFUL) ? "Initial model" : Wording.visible(model.title());
    return quote(name, model.style(), note, answer.text());
  }

  private static Quote quote(String label, String style, String note, String text) {
    String shown = Wording.visible(text);
    return new Quote(label, style, note, shown.isEmpty() ? "(empty)" : shown);
  }

  private static String text(Dialogue prompt) {
    if (prompt.turns().size() == 1) return Wording.visible(prompt.last().text());
    return prompt.turns().stream().map(CritiqueSections::turn).collect(Collectors.joining("\n\n"));
  }

  private static String turn(Turn turn) {
    String name = turn.speaker().name();
    return name.charAt(0)
        + name.substring(1).toLowerCase(Locale.ROOT)
        + ": "
        + Wording.visible(turn.text());
  }

  static PageSection revisionScores(RunFiles run) {
    var blocks = new ArrayList<PageBlock>();
    List<RevisionScore> scores = run.evaluation().revisionScores();
    if (scores.isEmpty()) {
      blocks.add(new Missing(run.absence(StageWord.EVALUATION, "scores of the revisions")));
    } else {
      blocks.add(
          PageBlock.figures(
              List.of(
                  new Plot(
                      "critique-revision-scores",
                      "Preference-model score",
                      "Mean over prompts with bootstrap 95\u00a0% interval.",
                      "",
                      YAxis.FREE,
                      List.of(byRound(scores, RevisionScore::score))),
                  new Plot(
                      "critique-revision-words",
                      "Words",
                      "Length of the same texts: a score that follows it says little else.",
                      "",
                      YAxis.FROM_ZERO,
                      List.of(byRound(scores, RevisionScore::words))))));
      blocks.add(
          new Prose(
              "The preference model is trained on this run's own labels, so its score is not an"
                  + " independent judgement. A rejected revision keeps the text before it: such"
                  + " prompts pull the change towards zero."));
      blocks.add(new Prose(accepted(run.texts().chains())));
    }
    return new PageSection("Critique: preference-model score against revision round", blocks);
  }

  private static String accepted(List<RevisionChain> chains) {
    var shares = new ClusteredValues(PairedDifference.SEED);
    for (RevisionChain chain : chains)
      for (Round round : chain.rounds()) shares.add(chain.conversation(), round.accepted() ? 1 : 0);
    if (shares.size() == 0) return "No revision was made.";
    Interval share = shares.share();
    List<Round> accepted =
        chains.stream().flatMap(chain -> chain.rounds().stream()).filter(Round::accepted).toList();
    return "%s of %s revisions were accepted: %s, on %s. %s, and %s: SL-CAI learns what these say, not that it ends there."
        .formatted(
            Wording.count(accepted.size()),
            Wording.count(shares.size()),
            Wording.share(share),
            Wording.on(share.n(), "", share.n()),
            CutOff.of(chains, RevisionChain::ended).words("responses"),
            CutOff.of(accepted, Round::ended).words("accepted revisions"));
  }

  private static Series byRound(List<RevisionScore> scores, ToDoubleFunction<RevisionScore> value) {
    var byRound =
        scores.stream()
            .filter(score -> Double.isFinite(score.score()))
            .sorted(Comparator.comparing(RevisionScore::id))
            .collect(
                Collectors.groupingBy(RevisionScore::round, TreeMap::new, Collectors.toList()));
    var points = new ArrayList<Point>();
    byRound.forEach((round, group) -> {
      var values = new ClusteredValues(PairedDifference.SEED);
      for (RevisionScore score : group)
        values.add(score.conversation(), value.applyAsDouble(score));
      String label = round == 0 ? "response" : "revision " + round;
      points.add(Point.of(round, label, values.mean()));
    });
    return new Series("all prompts", Plot.FIRST, Mark.LINE_AND_POINTS, points);
  }
}

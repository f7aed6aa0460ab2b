package cai.report;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.constitution.Constitution;
import cai.constitution.CritiquePrinciple;
import cai.critique.HelpfulSample;
import cai.critique.RevisionChain;
import cai.critique.RevisionChain.Round;
import cai.critique.ShownExamples;
import cai.dialogue.Dialogue;
import cai.evaluation.Contender;
import cai.evaluation.MeasuredAnswer;
import cai.evaluation.RevisionScore;
import cai.feedback.Comparison;
import cai.feedback.Comparison.Verdict;
import cai.feedback.KnownComparison;
import cai.finetuning.FinetuningStep;
import cai.finetuning.FinetuningValidation;
import cai.json.Json;
import cai.preference.PreferenceStep;
import cai.preference.PreferenceValidation;
import cai.preference.PreferenceValidation.Group;
import cai.prompts.PromptItem.PromptGroup;
import cai.provenance.Machine;
import cai.provenance.Manifest;
import cai.provenance.StageRecord;
import cai.reinforcement.Preflight;
import cai.reinforcement.ReinforcementStep;
import cai.run.StageWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// A run folder with invented numbers of a realistic size, and with texts that try to break the
/// page: markup, right-to-left writing, a very long word, an empty critique, control characters.
final class RunFixture {
  static final String HOSTILE = "<script>alert('x')</script> & <img src=x onerror=alert(1)>";
  static final String RIGHT_TO_LEFT = "\u202eהאם אפשר לעזור לי? \u0007 مرحبا";
  static final String LONG_WORD = "un" + "believe".repeat(40) + "able";

  private static final List<String> KINDS =
      List.of("insults", "theft", "fraud", "privacy", "weapons", "self-harm");
  private static final List<String> PRINCIPLES =
      List.of("harm-01", "respect-02", "law-03", "privacy-04", "honesty-05", "care-06");
  private static final String CODE = "9b1d5c0e77aa12f09b1d5c0e77aa12f0";
  private static final Instant START = Instant.parse("2026-11-23T09:00:00Z");
  private static final String MODEL = "smollm2-135m-instruct";

  private static final String SETTINGS =
      """
      seed: 1
      model:
        name: %s
        feedback: null
      critique:
        rounds: 2
      feedback:
        method: yes-no-balanced
      preference:
        human-helpfulness: null
      reinforcement:
        steps: 24
        guards:
          step-kl: 0.1
          most-kl: 20
      """
          .formatted(MODEL);

  private final Path run;
  private final SplittableRandom random = new SplittableRandom(7);

  private RunFixture(Path run) {
    this.run = run;
  }

  /// The page of a run's report, written anew.
  static String report(Path run) throws IOException {
    Path out = run.resolve("report");
    ReportWork.write(run, out, ReportSettings.defaults());
    return Files.readString(out.resolve("index.html"));
  }

  /// Writes a whole run.
  static void write(Path run) throws IOException {
    var fixture = new RunFixture(run);
    fixture.manifest();
    fixture.constitution();
    fixture.stages();
    List<RevisionChain> chains = fixture.critique();
    fixture.finetuning();
    fixture.feedback();
    fixture.preference();
    fixture.reinforcement();
    fixture.evaluation(chains);
  }

  /// `RunFixture RUN REPORT` writes both folders, to be looked at.
  public static void main(String[] folders) throws IOException {
    write(Path.of(folders[0]));
    ReportWork.write(Path.of(folders[0]), Path.of(folders[1]), ReportSettings.defaults());
  }

  private void manifest() throws IOException {
    var machine = new Machine("AMD EPYC 7B13", 2, 1L << 34, "Linux 6.1", Map.of("linear", "fp32"));
    var session =
        new Manifest.Session(START, Optional.of(START.plusSeconds(999)), "5e77", CODE, machine);
    var manifest =
        new Manifest(
            Manifest.FORMAT,
            "recipes/quickstart.yaml",
            "model:\n  name: " + MODEL + " # the default\ncritique:\n  rounds: 2\n",
            "5e77",
            List.of(),
            SETTINGS,
            CODE,
            Optional.empty(),
            Optional.of(134_515_008L),
            Optional.of(List.of()),
            1,
            Map.of("model", "ab12"),
            Map.of("java", "25"),
            List.of(session),
            START,
            session.finishedAt());
    write(Manifest.FILE, Json.pretty(manifest));
  }

  private void constitution() throws IOException {
    var critiques = new ArrayList<CritiquePrinciple>();
    for (String id : PRINCIPLES)
      critiques.add(
          new CritiquePrinciple(
              id,
              "Say how the last response could hurt somebody (" + id + ").",
              "Write it so that it hurts nobody.",
              List.of(),
              List.of(),
              List.of()));
    var derived =
        new ComparisonPrinciple(
            PRINCIPLES.getFirst(),
            Aim.HARMLESSNESS,
            "Which response would hurt fewer people?",
            List.of(),
            List.of());
    write(
        "constitution/constitution.json",
        Json.pretty(new Constitution("default", critiques, List.of(derived))));
  }

  private void stages() throws IOException {
    double[] seconds = {0.2, 0.4, 190, 120, 160.5, 45, 210, 95};
    int[] items = {24, 400, 96, 40, 300, 60, 24, 240};
    int[] tokens = {0, 0, 48211, 91000, 120400, 80120, 60200, 31000};
    for (int i = 0; i < seconds.length; i++) {
      String word = StageWord.values()[i].word();
      var stage =
          new StageRecord(
              StageRecord.FORMAT,
              word,
              "key",
              Map.of(),
              StageRecord.FINISHED,
              "hash",
              Map.of(),
              items[i],
              tokens[i],
              seconds[i],
              Optional.empty(),
              START.plusSeconds(60 * i),
              Optional.empty(),
              Optional.of(START.plusSeconds(60 * i + 30)));
      write(word + "/" + StageRecord.FILE, Json.pretty(stage));
    }
  }

  private List<RevisionChain> critique() throws IOException {
    var chains = new ArrayList<RevisionChain>();
    var scores = new ArrayList<Object>();
    for (int i = 0; i < 48; i++) {
      String id = "rt-" + KINDS.get(i % KINDS.size()) + "-" + i / KINDS.size();
      var rounds = new ArrayList<Round>();
      double score = random.nextGaussian(-0.4, 1);
      scores.add(
          new RevisionScore(RevisionScore.FORMAT, id, id, 0, score, 40 + random.nextInt(20)));
      for (int round = 1; round <= 2; round++) {
        boolean accepted = random.nextDouble() < 0.7;
        rounds.add(round(i, round, accepted));
        if (accepted) score += random.nextGaussian(round == 1 ? 0.6 : 0.05, 0.5);
        int words = 30 + random.nextInt(20);
        scores.add(new RevisionScore(RevisionScore.FORMAT, id, id, round, score, words));
      }
      chains.add(
          new RevisionChain(
              RevisionChain.FORMAT, id, id, kind(i), prompt(i), response(i), i % 5 != 0, rounds));
    }
    lines("critique/revisions.jsonl", chains);
    lines("evaluation/revision-scores.jsonl", scores);
    var sample =
        new HelpfulSample(
            HelpfulSample.FORMAT,
            "h-1",
            "h-1",
            PromptGroup.HELPFUL,
            "explain",
            Dialogue.ask("Why is the sky blue?"),
            0,
            "Air.",
            true);
    lines("critique/helpful.jsonl", List.of(sample, sample));
    return chains;
  }

  private static String kind(int i) {
    return KINDS.get(i % KINDS.size());
  }

  private static Dialogue prompt(int i) {
    return switch (i) {
      case 0 -> Dialogue.ask(HOSTILE);
      case 1 -> Dialogue.ask(RIGHT_TO_LEFT);
      case 2 ->
          Dialogue.ask("Hello")
              .answered("Hello, how can I help?")
              .with(Dialogue.ask(LONG_WORD).last());
      default ->
          Dialogue.ask("Tell me how to get away with " + kind(i) + ", please, case " + i + ".");
    };
  }

  private static String response(int i) {
    return i % 7 == 0
        ? HOSTILE
        : "You could start by looking around. "
            + (i == 5 ? LONG_WORD : "That is how people do it, usually at night and never alone.");
  }

  private Round round(int i, int round, boolean accepted) {
    String critique =
        i % 9 == 4
            ? ""
            : "The response helps with something that hurts other people and does not say so.";
    String revision =
        accepted
            ? "I'd rather not help with that, because somebody would be hurt. I can tell you how to"
                + " talk to them instead."
            : response(i);
    return new Round(
        PRINCIPLES.get(random.nextInt(PRINCIPLES.size())),
        critique,
        round == 1 ? "I'd rather not help with that, because" : "",
        revision,
        round == 1 || !accepted,
        accepted,
        accepted ? "" : "copies the critique");
  }

  private void finetuning() throws IOException {
    var steps = new ArrayList<Object>();
    for (int i = 1; i <= 40; i++) {
      double loss = 1.9 + 1.2 * Math.exp(-i / 9.0) + random.nextGaussian(0, 0.06);
      double norm = 1 + random.nextDouble();
      steps.add(
          new FinetuningStep(FinetuningStep.FORMAT, i, i / 20.0, loss, 2e-5, norm, 900, 0.2, 700));
    }
    lines("finetuning/metrics.jsonl", steps);
    write(
        "finetuning/validation.json",
        Json.pretty(
            new FinetuningValidation(
                FinetuningValidation.FORMAT, 3.021, 2.114, 24, 1210, 70, 160)));
  }

  private void feedback() throws IOException {
    var comparisons = new ArrayList<Object>();
    for (int i = 0; i < 150; i++) {
      Aim aim = i % 3 == 2 ? Aim.HELPFULNESS : Aim.HARMLESSNESS;
      boolean unreadable = i % 40 == 3;
      double odds = random.nextGaussian(0, 1);
      var verdict =
          new Verdict(
              unreadable ? Optional.empty() : Optional.of(sigmoid(odds)),
              odds,
              false,
              unreadable ? "no option letter" : "");
      comparisons.add(
          new Comparison(
              Comparison.FORMAT,
              "c-" + i,
              "c-" + i,
              aim,
              kind(i),
              prompt(i),
              "one",
              "two",
              true,
              i % 3 != 0,
              i % 12 == 0
                  ? PRINCIPLES.getFirst()
                  : (aim == Aim.HARMLESSNESS ? "less-harm-" : "more-help-") + i % 4,
              verdict));
    }
    lines("feedback/comparisons.jsonl", comparisons);
    var known = new ArrayList<Object>();
    for (int i = 0; i < 120; i++) {
      double p = sigmoid(random.nextGaussian(0.35, 1));
      known.add(
          new KnownComparison(
              KnownComparison.FORMAT,
              "k-" + i,
              i % 4 == 0 ? Aim.HELPFULNESS : Aim.HARMLESSNESS,
              i % 2 == 0 ? "own" : "human",
              "",
              p,
              random.nextDouble() < 0.44,
              random.nextDouble() < 0.1));
    }
    lines("feedback/calibration.jsonl", known);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private void preference() throws IOException {
    var steps = new ArrayList<Object>();
    for (int i = 1; i <= 60; i++) {
      double loss = 0.6 + 0.09 * Math.exp(-i / 15.0) + random.nextGaussian(0, 0.01);
      double accuracy = Math.min(1, 0.52 + i / 500.0 + random.nextGaussian(0, 0.04));
      steps.add(new PreferenceStep(PreferenceStep.FORMAT, i, loss, accuracy, 1e-3));
    }
    lines("preference/metrics.jsonl", steps);
    var groups =
        List.of(
            new Group(
                "AI harmlessness labels, held out",
                60,
                Optional.of(60),
                .633,
                .51,
                .75,
                .55,
                Optional.of(.58),
                .081,
                -.52),
            new Group(
                "AI helpfulness labels, held out",
                30,
                Optional.of(30),
                .567,
                .4,
                .733,
                .43,
                Optional.empty(),
                .12,
                .31),
            new Group(
                "human harmlessness labels",
                120,
                Optional.empty(),
                .61,
                .52,
                .69,
                .56,
                Optional.of(.545),
                .09,
                -.52));
    write(
        "preference/validation.json",
        Json.pretty(new PreferenceValidation(PreferenceValidation.FORMAT, groups)));
  }

  private void reinforcement() throws IOException {
    var steps = new ArrayList<Object>();
    for (int i = 1; i <= 24; i++) {
      double score = -0.2 + 0.03 * i + random.nextGaussian(0, 0.1);
      double kl = i == 1 ? 0 : 0.004 * i + random.nextGaussian(0, 0.002);
      steps.add(
          new ReinforcementStep(
              ReinforcementStep.FORMAT,
              i,
              score,
              score - 40 * kl * 0.1,
              kl,
              40 * kl,
              2.1 - 0.01 * i,
              -0.01,
              Optional.of(0.4 / Math.sqrt(i)),
              Math.min(1, 0.004 * i),
              1.0,
              42 - 0.3 * i + random.nextGaussian(0, 1),
              Math.min(1, 0.7 + 0.006 * i),
              0.08 + 0.002 * i,
              0.1,
              1e-5,
              Optional.of(0.7),
              Optional.empty(),
              Optional.empty()));
    }
    lines("reinforcement/metrics.jsonl", steps);
    var preflight =
        new Preflight(
            Preflight.FORMAT,
            2.4e-7,
            0,
            Optional.of(2e-6),
            1.1e-5,
            true,
            "before the first update: largest |ratio - 1| 2.4e-07 (limit 0.010), KL to SL-CAI 0.0"
                + " nats per token (limit 0.0010), sampled and recomputed log-probabilities differ"
                + " by at most 1.1e-05 nats (limit 0.010): as it should be");
    write("reinforcement/preflight.json", Json.pretty(preflight));
  }

  private void evaluation(List<RevisionChain> chains) throws IOException {
    var answers = new ArrayList<MeasuredAnswer>();
    for (PromptGroup group : PromptGroup.values()) {
      for (int i = 0; i < 32; i++) {
        double base = random.nextGaussian(0, 1);
        for (String model :
            List.of(Contender.HELPFUL.name(), Contender.SL_CAI.name(), Contender.RL_CAI.name())) {
          answers.add(answer("held-" + group + i, group, i, model, base));
        }
      }
    }
    lines("evaluation/answers.jsonl", answers);
    var examples = new ArrayList<MeasuredAnswer>();
    for (RevisionChain chain : ShownExamples.choose(chains, 3)) {
      for (String model : List.of(Contender.SL_CAI.name(), Contender.RL_CAI.name()))
        examples.add(answer(chain.id(), PromptGroup.RED_TEAM, 1, model, 0));
    }
    lines("evaluation/examples.jsonl", examples);
    write("evaluation/summary.json", Json.pretty(SummaryFixture.of(answers)));
  }

  private MeasuredAnswer answer(String id, PromptGroup group, int i, String model, double base) {
    int level =
        model.equals(Contender.HELPFUL.name()) ? 0 : model.equals(Contender.SL_CAI.name()) ? 1 : 2;
    boolean refusal = group == PromptGroup.RED_TEAM && random.nextDouble() < 0.05 + 0.22 * level;
    String text =
        refusal
            ? "I can't help with that, because it could hurt someone."
            : HOSTILE
                + " Here is what I would do, step by step, "
                + (level == 1 ? RIGHT_TO_LEFT : "calmly.");
    return new MeasuredAnswer(
        MeasuredAnswer.FORMAT,
        id,
        id,
        group.aim(),
        group,
        kind(i),
        model,
        Dialogue.ask(
            switch (group) {
              case RED_TEAM -> "Tell me about " + kind(i);
              case LOOK_ALIKE -> "How do I beat an egg?";
              case HELPFUL -> "How do I boil an egg?";
            }),
        text,
        level > 0 || i % 2 == 0,
        base + 0.3 * level + random.nextGaussian(0, 0.5),
        Optional.of(random.nextGaussian(0.1, 0.4)),
        refusal,
        false,
        refusal && random.nextBoolean(),
        Math.max(3, 44 - 5 * level + random.nextInt(14)),
        0.9 - 0.01 * level,
        0.05 * random.nextDouble(),
        Optional.of(-2.1 + 0.1 * level),
        Optional.of(0.4 - 0.1 * level),
        Optional.of(0.1 * level));
  }

  private void lines(String file, List<?> values) throws IOException {
    var text = new StringBuilder();
    for (Object value : values) text.append(Json.line(value)).append('\n');
    write(file, text.toString());
  }

  private void write(String file, String text) throws IOException {
    Path path = run.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}

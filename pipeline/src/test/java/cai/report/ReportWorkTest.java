package cai.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import cai.evaluation.Contender;
import cai.finetuning.FinetuningStep;
import cai.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportWorkTest {
  @TempDir Path folder;
  private Path run;

  @BeforeEach
  void writeRun() throws IOException {
    run = folder.resolve("runs/quickstart");
    RunFixture.write(run);
  }

  private String report() throws IOException {
    return RunFixture.report(run);
  }

  private static void delete(Path path) throws IOException {
    try (var files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }

  @Test
  void asksNothingOfTheNetworkAndRunsNoScript() throws IOException {
    String html = report();
    assertThat(html).doesNotContainPattern("(?i)<(script|link|iframe|img|object|embed)\\b");
    assertThat(html).doesNotContainPattern("(?i)(src|href|xlink:href)=\"(https?:)?//");
    assertThat(html).doesNotContain("@import").doesNotContainPattern("url\\(['\"]?https?:");
  }

  @Test
  void showsTextsOfModelsAsText() throws IOException {
    String html = report();
    assertThat(html).doesNotContain("<img src=x").contains("&lt;script&gt;alert(");
    assertThat(html.codePoints().filter(c -> c < 32 && c != '\n' && c != '\t')).isEmpty();
  }

  @Test
  void linksLeadToHeadingsAndFiles() throws IOException {
    String html = report();
    var links = Pattern.compile("href=\"([^\"]+)\"").matcher(html);
    int count = 0;
    while (links.find()) {
      String link = links.group(1);
      count++;
      if (link.startsWith("#")) assertThat(html).contains("id=\"" + link.substring(1) + "\"");
      else assertThat(run.resolve("report").resolve(link)).isRegularFile();
    }
    assertThat(count).isGreaterThan(40);
  }

  @Test
  void idsOfAllDrawingsDiffer() throws IOException {
    var ids = Pattern.compile(" id=\"([^\"]+)\"").matcher(report());
    var seen = new HashSet<String>();
    while (ids.find()) assertThat(seen.add(ids.group(1))).as(ids.group(1)).isTrue();
    assertThat(seen).hasSizeGreaterThan(20);
  }

  @Test
  void answersWithoutACritiqueAreNotCalledCriticised() throws IOException {
    assertThat(report()).contains("the answers criticised and revised under");
    Path chains = run.resolve("critique/revisions.jsonl");
    String text = Files.readString(chains);
    Files.writeString(chains, text.replaceAll("\"critique\":\"[^\"]*\"", "\"critique\":\"\""));
    assertThat(report()).contains("the answers revised under");
  }

  @Test
  void everyWayToRlCaiHasItsOwnCurves() throws IOException {
    assertThat(report())
        .doesNotContain("direct preference optimisation")
        .doesNotContain("ways to RL-CAI compared");
    DirectPreferenceFixture.write(run, "reinforcement@dpo");
    String html = report();
    assertThat(html)
        .contains("score, reward and distance from SL-CAI")
        .contains("RL-CAI (dpo) by direct preference optimisation")
        .contains("On 9 held-out pairs; 80 pairs were learnt from.")
        .contains("ways to RL-CAI compared");
    assertThat(run.resolve("report/figures/reinforcement-score.svg")).isRegularFile();
    assertThat(run.resolve("report/figures/direct-preference-dpo-gains.svg")).isRegularFile();
  }

  @Test
  void theMethodsOwnRlCaiMayBeMadeByDirectPreferenceOptimisation() throws IOException {
    delete(run.resolve("reinforcement"));
    DirectPreferenceFixture.write(run, "reinforcement");
    String html = report();
    assertThat(html)
        .contains("RL-CAI by direct preference optimisation")
        .contains("trained the policy on the labels themselves (20 steps)")
        .doesNotContain("score, reward and distance from SL-CAI");
  }

  @Test
  void equalRunsGiveEqualBytes() throws IOException {
    String first = report();
    delete(run.resolve("report"));
    assertThat(report()).isEqualTo(first);
  }

  @Test
  void savesEachDrawingWithItsNumbers() throws IOException {
    report();
    try (var files = Files.list(run.resolve("report/figures"))) {
      var byName =
          files.collect(
              Collectors.groupingBy(f -> f.getFileName().toString().replaceAll("\\..*", "")));
      assertThat(byName).hasSizeGreaterThan(15);
      assertThat(byName.values()).allSatisfy(pair -> assertThat(pair).hasSize(2));
    }
    assertThat(run.resolve("report/figures/reinforcement-kl.csv"))
        .content()
        .startsWith("series,x,label,y,low,high\nKL,1.0,,0.0,0.0,0.0\n");
  }

  @Test
  void removesDrawingsOfAnEarlierReport() throws IOException {
    report();
    delete(run.resolve("reinforcement"));
    report();
    assertThat(run.resolve("report/figures/reinforcement-kl.svg")).doesNotExist();
    assertThat(run.resolve("report/figures/finetuning-loss.svg")).exists();
  }

  @Test
  void leavesWhatOthersHavePutIntoItsFolder() throws IOException {
    Path figures = Files.createDirectories(run.resolve("report/figures"));
    Path drawing = Files.writeString(figures.resolve("mine.svg"), "mine");
    Path table = Files.writeString(figures.resolve("mine.csv"), "mine");
    report();
    delete(run.resolve("reinforcement"));
    Path changed = figures.resolve("reinforcement-kl.csv");
    Files.writeString(changed, "with a column of mine");
    report();
    assertThat(drawing).hasContent("mine");
    assertThat(table).hasContent("mine");
    assertThat(changed).hasContent("with a column of mine");
    assertThat(figures.resolve("reinforcement-kl.svg")).doesNotExist();
  }

  @Test
  void neverWritesOverAPageThatNoReportWrote() throws IOException {
    Path page = Files.createDirectories(run.resolve("report")).resolve("index.html");
    Files.writeString(page, "<h1>My site</h1>");
    assertThatThrownBy(this::report)
        .isInstanceOf(UserError.class)
        .hasMessage(
            page + ": was not written by a report, so it is not replaced; name another folder");
    assertThat(page).hasContent("<h1>My site</h1>");
    assertThat(run.resolve("report/figures")).doesNotExist();
  }

  @Test
  void takesOverAReportOfAnEarlierVersion() throws IOException {
    String html = report();
    assertThat(html).contains(ReportFiles.MARK);
    Files.delete(run.resolve("report").resolve(ReportFiles.LIST));
    Files.writeString(run.resolve("report/figures/reinforcement-kl.csv"), "older numbers");
    assertThat(report()).isEqualTo(html);
    assertThat(run.resolve("report/figures/reinforcement-kl.csv")).content().startsWith("series,");
  }

  @Test
  void aListThatSomebodyWroteReachesNoOtherFile() throws IOException {
    report();
    Path other = Files.writeString(run.resolve("report/other.svg"), "x");
    Path list = run.resolve("report").resolve(ReportFiles.LIST);
    String hash = cai.storage.ContentHash.text("x");
    Files.writeString(
        list,
        Files.readString(list)
            .replaceFirst(
                "\\{\\s*\"figures", "{\"figures/../other.svg\":\"" + hash + "\",\"figures"));
    assertThat(list).content().contains("../other.svg");
    report();
    assertThat(other).hasContent("x");
  }

  @Test
  void anEmptyRunReadsAsSentences() throws IOException {
    delete(run);
    Files.createDirectories(run);
    assertThat(report())
        .contains("This run has left nothing to report yet.")
        .contains("The critique stage did not run, so there are no revisions.")
        .contains("The reinforcement stage did not run, so there are no metrics.")
        .contains("Nothing was measured that could have moved.")
        .doesNotContain("NaN");
  }

  @Test
  void aStageThatWasInterruptedIsNamedSo() throws IOException {
    Path stage = run.resolve("finetuning/stage.json");
    Files.writeString(stage, Files.readString(stage).replace("\"finished\"", "\"started\""));
    Files.delete(run.resolve("finetuning/metrics.jsonl"));
    assertThat(report())
        .contains("The finetuning stage was begun but has not finished; it has left no metrics.");
  }

  @Test
  void theTimeOfWhatWasTakenOverIsNotThisRuns() throws IOException {
    assertThat(report()).contains("<td class=\"number time\">13 min 41 s</td>");
    Path stage = run.resolve("critique/stage.json");
    Files.writeString(
        stage,
        Files.readString(stage)
            .replace("\"takenFrom\" : null", "\"takenFrom\" : \"other/critique\""));
    Path instance = Files.createDirectories(run.resolve("finetuning@unrevised"));
    Files.copy(run.resolve("finetuning/stage.json"), instance.resolve("stage.json"));
    // 190 s of another run less, 120 s of one more instance.
    assertThat(report())
        .contains("<td class=\"text\">taken over from other/critique</td>")
        .contains("<td class=\"text\">finetuning@unrevised</td>")
        .contains("<td class=\"number time\">12 min 31 s</td>");
  }

  @Test
  void lossesThatAreNotNumbersAreCountedNotDrawn() throws IOException {
    lines(
        "finetuning/metrics.jsonl",
        IntStream.rangeClosed(1, 5)
            .mapToObj(i ->
                new FinetuningStep(
                    FinetuningStep.FORMAT, i, 1, i > 3 ? Double.NaN : 2, 1e-5, 1, 9, 0, 0))
            .toList());
    assertThat(report()).contains("2 steps have no finite number here: not drawn.");
  }

  @Test
  void oneStepIsDrawnAsAPoint() throws IOException {
    lines(
        "finetuning/metrics.jsonl",
        List.of(new FinetuningStep(FinetuningStep.FORMAT, 1, 1, 2, 1e-5, 1, 9, 0, 0)));
    report();
    assertThat(run.resolve("report/figures/finetuning-loss.csv"))
        .hasContent("series,x,label,y,low,high\nloss,1.0,,2.0,2.0,2.0");
  }

  @Test
  void readsOutcomesAndLabelsOfRunsThatSaidLess() throws IOException {
    Files.writeString(
        run.resolve("reinforcement/outcome.json"),
        """
        {"format": "reinforcement-outcome/1", "steps": 24, "stopped": false, "sentence": "done"}
        """);
    Files.writeString(
        run.resolve("reinforcement/preflight.json"),
        """
        {"format": "preflight/1", "maxRatioDeviation": 0.1, "klToInitial": 0.0,
         "samplerLogProbabilityGap": 0.2, "passed": true, "sentence": "as it should be"}
        """);
    Files.writeString(
        run.resolve("feedback/calibration.jsonl"),
        """
        {"format":"known-comparison/1","id":"k","aim":"HARMLESSNESS","source":"own",\
        "probabilityBetter":0.54,"betterIsLonger":false,"flipped":false}
        """);
    assertThat(report())
        .contains("How sure the labels of harmlessness are is not calibrated")
        .contains("100\u00a0% [21\u00a0%,\u00a0100\u00a0%] of 1 comparison, own pairs");
  }

  @Test
  void namesWhoMadeTheHelpfulnessLabels() throws IOException {
    assertThat(report()).contains("the feedback model labelled 50 pairs under helpfulness");
    Path manifest = run.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest, text.replace("human-helpfulness: null", "human-helpfulness: data/helpful.jsonl"));
    Files.writeString(run.resolve("feedback/comparisons.jsonl"), "");
    assertThat(report()).contains("Helpfulness labels come from people, as in the paper");
  }

  @Test
  void showsEachPrincipleInTheWordsOfItsOwnList() throws IOException {
    // harm-01 is in both lists: a comparison principle derived from a critique principle.
    String html = report();
    int comparisons = html.indexOf("Comparison principles.");
    assertThat(html.substring(0, comparisons))
        .contains("harm-01: Say how the last response could hurt somebody (harm-01).")
        .doesNotContain("Which response would hurt fewer people");
    assertThat(html.substring(comparisons))
        .contains("harm-01: Which response would hurt fewer people?")
        .doesNotContain("harm-01: Say how");
  }

  @Test
  void saysAtTheTopWhatTheCommandLineChanged() throws IOException {
    assertThat(report()).doesNotContain("the command line changed");
    Path manifest = run.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest,
        text.replace(
            "\"overrides\" : [ ]",
            "\"overrides\" : [\"feedback.label=hard\", \"prompts.kinds=<b>\"]"));
    String html = report();
    assertThat(html)
        .contains("the command line changed feedback.label=hard, prompts.kinds=&lt;b&gt;.");
    assertThat(html.indexOf("the command line changed")).isLessThan(html.indexOf("<details"));
  }

  @Test
  void saysWhereItShowsAGainThatTheJudgesAreTheRunsOwn() throws IOException {
    String html = report();
    String moved =
        html.substring(html.indexOf("id=\"report-what-got"), html.indexOf("id=\"critique-ex"));
    assertThat(moved)
        .contains("Circular: the score is that of this run")
        .contains("the same one answered the yes/no questions behind lead-ins");
    String evaluation = html.substring(html.indexOf("<section id=\"evaluation"));
    assertThat(evaluation.indexOf("Gains in scores and win rates are circular"))
        .isPositive()
        .isLessThan(evaluation.indexOf("<svg"));
    Path manifest = run.resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("feedback: null", "feedback: other-1b"));
    assertThat(report())
        .contains(
            "The feedback model labelled the pairs that the training followed, and judges here")
        .doesNotContain("the same one answered");
  }

  @Test
  void namesTheCommitWhereItIsKnown() throws IOException {
    assertThat(report()).contains("<dd dir=\"auto\">9b1d5c0e77aa</dd>");
    Path manifest = run.resolve("manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("\"commit\" : null", "\"commit\" : \"" + "0d".repeat(20) + "+\""));
    assertThat(report()).contains("commit 0d0d0d0d0d0d with changes, classes 9b1d5c0e77aa");
  }

  @Test
  void repeatsWhatTheTextsOfTheStagesDoNotHaveInCommon() throws IOException {
    assertThat(report()).doesNotContain("What the texts of the stages do not have in common");
    Path manifest = run.resolve("manifest.json");
    String text = Files.readString(manifest);
    String difference = "examples.exchanges=64: responses stand behind examples";
    Files.writeString(
        manifest,
        text.replace(
            "\"formatDifferences\" : [ ]", "\"formatDifferences\" : [ \"" + difference + "\" ]"));
    assertThat(report()).contains("What the texts of the stages do not have in common", difference);
    // A run of an earlier version, which does not say.
    Files.writeString(manifest, text.replace("\"formatDifferences\" : [ ],", ""));
    assertThat(report()).doesNotContain("What the texts of the stages do not have in common");
  }

  @Test
  void givesTheModelTheSizeThatTheManifestSays() throws IOException {
    assertThat(report()).contains("The model of this run has 135 million parameters");
  }

  @Test
  void everyGroupOfPromptsIsDrawnAndTabledByItself() throws IOException {
    String html = report();
    for (String prompts : List.of("red-team prompts", "harmless look-alikes", "helpful prompts"))
      assertThat(html)
          .contains("RL-CAI against SL-CAI, held-out " + prompts)
          .contains("<td class=\"text\">" + prompts + "</td>", "Share of refusals, " + prompts);
    assertThat(html).contains("Harmless look-alike", "How do I beat an egg?");
    for (String group : List.of("red-team", "look-alike", "helpful"))
      assertThat(run.resolve("report/figures/evaluation-" + group + "-refusal.svg")).exists();
  }

  @Test
  void anotherModelIsDrawnAndTabledWhereEvaluationComparedOne() throws IOException {
    String before = report();
    assertThat(before).doesNotContain("(unrevised)").contains("No control was trained");
    Path evaluation = run.resolve("evaluation");
    Files.writeString(
        evaluation.resolve("answers.jsonl"),
        withAVariant(Files.readAllLines(evaluation.resolve("answers.jsonl"))));
    Path summary = evaluation.resolve("summary.json");
    Files.writeString(summary, Files.readString(summary).replace("rl-cai", "sl-cai@unrevised"));
    String html = report();
    assertThat(html)
        .contains(".quote.sl_cai_unrevised { border-top-color: #97bfe7; }")
        .contains("td class=\"model sl_cai_unrevised\">SL-CAI (unrevised)</td>")
        .contains("SL-CAI against SL-CAI (unrevised), held-out red-team prompts")
        .contains("RL-CAI against SL-CAI, held-out red-team prompts");
    assertThat(run.resolve("report/figures/evaluation-red-team-score.csv"))
        .content()
        .contains("SL-CAI (unrevised),2.0,SL-CAI (unrevised),");
  }

  /// Every line of SL-CAI once more, as of its variant.
  private static String withAVariant(List<String> lines) {
    return lines.stream()
        .flatMap(line ->
            line.contains("\"sl-cai\"")
                ? Stream.of(line, line.replace("\"sl-cai\"", "\"sl-cai@unrevised\""))
                : Stream.of(line))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void theStyleSheetHasTheColoursOfTheMethodsModels() throws IOException {
    String html = report();
    for (Contender one : Contender.METHOD)
      assertThat(html).contains("#%06x;".formatted(one.color()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "manifest.json",
        "constitution/constitution.json",
        "critique/stage.json",
        "preference/data.json",
        "evaluation/summary.json"
      })
  void aDamagedFileIsNamedInOneSentence(String name) throws IOException {
    Path file = run.resolve(name);
    for (String damaged : List.of("{\"format\": ", "{\"format\": \"run/1\", \"parts\": 1}", "[]")) {
      Files.writeString(file, damaged);
      assertThatThrownBy(this::report)
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageMatching("[^\\n]+");
    }
  }

  @Test
  void readsWhatEarlierVersionsSaidOfTheComparisonsTrainedOn() throws IOException {
    Files.writeString(
        run.resolve("preference/data.json"),
        """
        {"format": "preference-data/1", "harmlessness": 52, "helpfulness": 32,
         "helpfulnessFrom": "HUMAN", "unlabelled": 2, "replaced": 0, "identical": 0, "tooLong": 0,
         "train": 68, "heldOut": 16, "tokens": 12795}
        """);
    assertThat(report())
        .contains("Helpfulness labels come from people, as in the paper")
        .doesNotContain("human comparisons were left out");
  }

  private void lines(String file, List<?> values) throws IOException {
    Files.writeString(
        run.resolve(file),
        values.stream().map(Json::line).collect(Collectors.joining("\n", "", "\n")));
  }
}

package cai.preference;

import static cai.preference.PreferenceFixture.SEEDS;
import static cai.preference.PreferenceFixture.base;
import static cai.preference.PreferenceFixture.comparison;
import static cai.preference.PreferenceFixture.comparisons;
import static cai.preference.PreferenceFixture.headOnly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.feedback.Comparison;
import cai.json.Json;
import cai.preference.Pair.Source;
import cai.preference.PreferenceCounts.LabelledBy;
import cai.preference.PreferenceSettings.Pooling;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferenceDataTest {
  @TempDir Path folder;

  @Test
  void whatCannotBeUsedIsLeftOutAndCounted() {
    List<Comparison> given =
        List.of(
            comparison("a", Aim.HARMLESSNESS, "Why?", List.of("yes", "no"), Optional.of(0.7)),
            comparison("b", Aim.HELPFULNESS, "Why?", List.of("yes", "no"), Optional.empty()),
            comparison("c", Aim.HELPFULNESS, "Why?", List.of("yes", "yes "), Optional.of(0.5)),
            comparison("d", Aim.HELPFULNESS, "x".repeat(170), List.of("y", "z"), Optional.of(1.0)));
    var data = new PreferenceData(headOnly(), base(), SEEDS).addFeedback(given).addHuman(List.of());
    PreferenceCounts counts = data.counts(HeldOut.of(data.pairs(), 0.2, SEEDS));
    assertThat(data.pairs()).extracting(Pair::id).containsExactly("a");
    assertThat(counts.unlabelled()).isEqualTo(1);
    assertThat(counts.identical()).isEqualTo(1);
    assertThat(counts.tooLong()).isEqualTo(1);
    assertThat(counts.cutOff()).isEqualTo(1); // the second answer of a
    assertThat(counts.helpfulnessFrom()).isEqualTo(LabelledBy.NOBODY);
    assertThat(counts.train()).isEqualTo(1);
  }

  @Test
  void aPairIsRenderedAsItWasSampledWithoutEndOfText() {
    var data = new PreferenceData(headOnly(), base(), SEEDS);
    Comparison one =
        comparison("a", Aim.HARMLESSNESS, "Why?", List.of("I see no way", "no"), Optional.of(0.7));
    Pair pair = data.addFeedback(List.of(one)).pairs().getFirst();
    String prompt = "\n\nHuman: Why?\n\nAssistant:";
    assertThat(pair.first().promptLength()).isEqualTo(prompt.length());
    byte[] text = (prompt + " I see no way").getBytes(StandardCharsets.UTF_8);
    assertThat(pair.first().ids()).hasSize(text.length).endsWith('a', 'y').doesNotContain(256);
    assertThat(pair.firstWords()).isEqualTo(4);
    assertThat(pair.secondWords()).isEqualTo(1);
    assertThat(pair.probabilityFirst()).isEqualTo(0.7);
  }

  @Test
  void onlyHarmlessnessHasTheWeightOfTheSettings() {
    var settings =
        new PreferenceSettings(
            0.5, Pooling.LAST, 0, 0, 1, 0.1, 8, 99, 0, 2.5, 0.2, Optional.empty(), 10);
    var data = new PreferenceData(settings, base(), SEEDS).addFeedback(comparisons(4));
    assertThat(data.pairs()).extracting(Pair::weight).containsExactly(2.5, 1.0, 2.5, 1.0);
  }

  @Test
  void humanComparisonsReplaceTheHelpfulnessOfTheFeedbackModel() throws IOException {
    Path file = humanFile(30, "human.jsonl.gz");
    var data = data(file).addFeedback(comparisons(10)).addHuman(List.of());
    PreferenceCounts counts = data.counts(HeldOut.of(data.pairs(), 0.2, SEEDS));
    assertThat(counts.harmlessness()).isEqualTo(5);
    assertThat(counts.helpfulness()).isEqualTo(30);
    assertThat(counts.replaced()).isEqualTo(5);
    assertThat(counts.helpfulnessFrom()).isEqualTo(LabelledBy.HUMAN);
    assertThat(data.pairs()).noneMatch(pair -> pair.source() == Source.AI_HELPFULNESS);
  }

  @Test
  void theBetterHumanAnswerIsFirstInAboutHalfOfThePairs() throws IOException {
    List<Pair> pairs = data(humanFile(200, "human.jsonl")).addHuman(List.of()).pairs();
    long first = pairs.stream().filter(pair -> pair.probabilityFirst() == 1).count();
    assertThat(first).isBetween(70L, 130L);
    // the better answers of the file have two words, the worse ones three
    assertThat(pairs)
        .allMatch(pair -> (pair.probabilityFirst() == 1) == pair.firstWords() < pair.secondWords());
  }

  @Test
  void ofTooManyHumanComparisonsTheSeedDrawsWhateverTheFileIsCalled() throws IOException {
    Path file = humanFile(100, "human.jsonl");
    Path moved = Files.copy(file, folder.resolve("moved.jsonl"));
    List<String> drawn = prompts(settings(file, 20));
    assertThat(drawn).hasSize(20).isNotEqualTo(prompts(settings(file, 100)).subList(0, 20));
    assertThat(prompts(settings(moved, 20))).isEqualTo(drawn);
  }

  @Test
  void humanComparisonsOfConversationsThatEvaluationAsksAboutAreLeftOutAndCounted()
      throws IOException {
    Path file = humanFile(10, "human.jsonl");
    var later =
        Dialogue.ask("number  3: PLEASE?").answered("Which?").with(Dialogue.ask("Any.").last());
    List<PromptItem> heldOut =
        List.of(
            held("a", Dialogue.ask("Number 7: please?")),
            held("b", later), // another turn of the conversation that number 3 opens
            held("c", Dialogue.ask("Number 99: please?")));
    var data = data(file).addHuman(heldOut);
    assertThat(data.pairs())
        .extracting(Pair::conversation)
        .hasSize(8)
        .doesNotContain("number 7: please?", "number 3: please?");
    PreferenceCounts counts = data.counts(HeldOut.of(data.pairs(), 0.2, SEEDS));
    assertThat(counts.heldOutConversations()).isEqualTo(2);
    assertThat(counts.helpfulness()).isEqualTo(8);
  }

  private static PromptItem held(String id, Dialogue prompt) {
    return new PromptItem(PromptItem.FORMAT, id, Aim.HELPFULNESS, "any", Split.HELD_OUT, prompt);
  }

  @Test
  void humanComparisonsOfHarmlessnessAreRefused() throws IOException {
    Path file = folder.resolve("wrong.jsonl");
    Files.writeString(
        file,
        Json.line(
                Map.of(
                    "id",
                    "k1",
                    "aim",
                    "harmlessness",
                    "prompt",
                    "Why?",
                    "better",
                    "a b",
                    "worse",
                    "c"))
            + "\n");
    assertThatThrownBy(() -> data(file).addHuman(List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("k1 has aim=harmlessness");
  }

  @Test
  void releasedHumanComparisonsAreRead() {
    String shared = System.getenv("CAI_SHARED_DATA");
    assumeTrue(shared != null, "CAI_SHARED_DATA names no folder of released data");
    Path file = Path.of(shared, "hh-rlhf", "harmless-base-test.jsonl.gz");
    assumeTrue(Files.exists(file), file + " is not there");
    var data = new PreferenceData(settings(file, 5000), base(), SEEDS).addHuman(List.of());
    PreferenceCounts counts = data.counts(HeldOut.of(data.pairs(), 0.2, SEEDS));
    assertThat(counts.helpfulness() + counts.tooLong() + counts.identical()).isBetween(2290, 2312);
    assertThat(counts.tooLong()).isPositive();
  }

  private PreferenceData data(Path human) {
    return new PreferenceData(settings(human, 1000), base(), SEEDS);
  }

  private List<String> prompts(PreferenceSettings settings) {
    return new PreferenceData(settings, base(), SEEDS)
        .addHuman(List.of()).pairs().stream().map(Pair::conversation).toList();
  }

  private static PreferenceSettings settings(Path human, int most) {
    return new PreferenceSettings(
        0.5, Pooling.MEAN, 0, 0, 1, 0.1, 8, 999, 0, 1, 0.2, Optional.of(human), most);
  }

  private Path humanFile(int rows, String name) throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < rows; i++) {
      String prompt = "\n\nHuman: Number " + i + ": please?\n\nAssistant: ";
      lines.add(
          Json.line(Map.of("chosen", prompt + "good one", "rejected", prompt + "not so good")));
    }
    Path file = folder.resolve(name);
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }
}

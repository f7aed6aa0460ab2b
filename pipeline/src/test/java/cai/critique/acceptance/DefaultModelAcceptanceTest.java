package cai.critique.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import cai.critique.acceptance.TextGauge.GaugedReading;
import cai.critique.acceptance.TextGauge.GaugedText;
import cai.dialogue.Dialogue;
import cai.dialogue.DialogueStyle;
import cai.json.Json;
import cai.json.JsonLines;
import cai.language.Outcome;
import cai.language.local.LocalModel;
import cai.models.FetchProgress;
import cai.models.ModelStore;
import cai.recipe.Defaults;
import cai.recipe.Installation;
import cai.transformer.Arithmetic;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// What the default bounds do on the default model with texts that a person wrote and sorted: 20
/// declines whose reason fits the prompt, the same behind other prompts and with their words
/// shuffled, and 20 texts that are beside the point; and with 20 responses of the model, behind
/// their prompts and behind others.
@EnabledIf(value = "inCache", disabledReason = "the default model is not in the cache")
class DefaultModelAcceptanceTest {
  private static final Map<String, List<TextReading>> READINGS = new TreeMap<>();

  /// @param group fitting, nonsense, other-prompt or generic
  record SortedRevision(String prompt, String group, String leadIn, String text) {
    SortedRevision shuffled(Random random) {
      var words = new ArrayList<>(List.of(text.substring(leadIn.length()).strip().split(" ")));
      Collections.shuffle(words, random);
      String shuffled = (leadIn + " " + String.join(" ", words)).strip();
      return new SortedRevision(prompt, "shuffled", leadIn, shuffled);
    }
  }

  record ModelResponse(String prompt, String text) {}

  static boolean inCache() {
    return Files.exists(model());
  }

  private static Path model() {
    return new ModelStore(System.getenv(), Installation.home(), new SilentFetch())
        .cache()
        .resolve("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
  }

  @BeforeAll
  static void read() throws IOException, URISyntaxException {
    Map<String, String> prompts = new HashMap<>();
    Path redTeam = Installation.file("prompts/red-team.jsonl");
    for (String line : Files.readAllLines(redTeam)) {
      var item = Json.tree(line, "red-team.jsonl");
      prompts.put(item.get("id").asString(), item.get("text").asString());
    }
    List<SortedRevision> texts = texts();
    try (var model = LocalModel.open(model(), Arithmetic.FP32, DialogueStyle.CHAT);
        var language = model.languageModel(8)) {
      List<Outcome<GaugedReading>> readings =
          new TextGauge(language, List.of())
              .read(
                  texts.stream()
                      .map(one ->
                          new GaugedText(
                              one.prompt(),
                              Dialogue.ask(prompts.get(one.prompt())),
                              one.leadIn(),
                              one.text()))
                      .toList());
      for (int i = 0; i < texts.size(); i++)
        READINGS
            .computeIfAbsent(texts.get(i).group(), _ -> new ArrayList<>())
            .add(readings.get(i).given().map(GaugedReading::reading).orElseThrow());
    }
  }

  private static List<SortedRevision> texts() throws URISyntaxException {
    var random = new Random(1);
    var texts = new ArrayList<SortedRevision>();
    for (SortedRevision one : JsonLines.read(file("revisions.jsonl"), SortedRevision.class)) {
      texts.add(one);
      if (one.group().equals("fitting")) texts.add(one.shuffled(random));
    }
    List<ModelResponse> responses = JsonLines.read(file("responses.jsonl"), ModelResponse.class);
    for (int i = 0; i < responses.size(); i++) {
      String prompt = responses.get(i).prompt();
      texts.add(new SortedRevision(prompt, "response", "", responses.get(i).text()));
      String other = responses.get((i + 7) % responses.size()).text();
      texts.add(new SortedRevision(prompt, "swapped-response", "", other));
    }
    return texts;
  }

  private static Path file(String name) throws URISyntaxException {
    return Path.of(DefaultModelAcceptanceTest.class.getResource(name).toURI());
  }

  private static long accepted(String group) {
    var settings = Defaults.of(AcceptanceSettings.class, Map.of());
    return READINGS.get(group).stream()
        .filter(one -> one.topic() >= settings.leastTopic())
        .filter(one -> one.fluency() >= settings.leastFluency())
        .count();
  }

  private static double[] topics(String group) {
    return READINGS.get(group).stream().mapToDouble(TextReading::topic).toArray();
  }

  /// The share of pairs of which the first has more.
  private static double areaUnderCurve(double[] more, double[] less) {
    double wins = 0;
    for (double high : more) for (double low : less) wins += high > low ? 1 : high == low ? 0.5 : 0;
    return wins / more.length / less.length;
  }

  @Test
  void mostFittingDeclinesAreAcceptedAndHardlyAnythingElse() {
    READINGS.forEach((group, readings) ->
        System.out.println(accepted(group) + " of " + readings.size() + " accepted: " + group));
    assertThat(accepted("fitting")).isGreaterThanOrEqualTo(16);
    assertThat(accepted("nonsense")).isLessThanOrEqualTo(3);
    assertThat(accepted("other-prompt")).isLessThanOrEqualTo(3);
    assertThat(accepted("shuffled")).isLessThanOrEqualTo(1);
    assertThat(accepted("response")).isGreaterThanOrEqualTo(19);
    assertThat(accepted("swapped-response")).isLessThanOrEqualTo(3);
  }

  @Test
  void topicTellsTextsOfAPromptFromTextsOfOthers() {
    assertThat(areaUnderCurve(topics("response"), topics("swapped-response"))).isGreaterThan(0.97);
    assertThat(areaUnderCurve(topics("fitting"), topics("other-prompt"))).isGreaterThan(0.95);
    assertThat(areaUnderCurve(topics("fitting"), topics("nonsense"))).isGreaterThan(0.95);
  }

  private static final class SilentFetch implements FetchProgress {
    @Override
    public void begin(String what, long bytes) {}

    @Override
    public void advance(long bytes) {}

    @Override
    public void note(String sentence) {}

    @Override
    public void end() {}
  }
}

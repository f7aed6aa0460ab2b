package cai;

import static org.assertj.core.api.Assertions.assertThat;

import cai.prompts.ExamplesSettings;
import cai.run.StageWord;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What stages say they read.
final class StageNeedsTest {
  private static final StageNeeds NEEDS =
      new StageNeeds(Recipe.read(Path.of("../recipes/smoke.yaml"), List.of()), "m", "f");

  private static Set<String> read() {
    var read = new TreeSet<String>();
    for (StageWord stage : StageWord.values()) read.addAll(NEEDS.settings(stage).keySet());
    return read;
  }

  private static List<String> keys(Class<? extends Record> section) {
    return Arrays.stream(section.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase())
        .toList();
  }

  @Test
  void everySettingIsReadBySomeStage() {
    Set<String> read = read();
    var sections = new LinkedHashSet<>(keys(Recipe.class));
    // The seed is in every key; a model counts by its content and by the arithmetic.
    sections.removeAll(List.of("seed", "model", "examples"));
    assertThat(read).containsAll(sections);
    for (String key : keys(ExamplesSettings.class)) assertThat(read).contains("examples." + key);
    for (String key : keys(ModelSettings.class))
      if (!List.of("name", "feedback", "arithmetic").contains(key))
        assertThat(read).contains("model." + key);
  }

  @Test
  void stagesThatWriteModelsReadWhatTheyAreWrittenIn() {
    for (StageWord stage : StageWord.values())
      assertThat(NEEDS.settings(stage).containsKey("model.save-as"))
          .as(stage.word())
          .isEqualTo(stage == StageWord.FINETUNING || stage == StageWord.REINFORCEMENT);
  }

  @Test
  void stagesReadTheirOwnSectionAndOnlyWhatEarlierOnesWrote() {
    for (StageWord stage : StageWord.values()) {
      assertThat(NEEDS.settings(stage)).containsKey(stage.word());
      for (StageNeeds.Output output : NEEDS.outputs(stage))
        assertThat(output.stage()).isLessThan(stage);
    }
  }
}

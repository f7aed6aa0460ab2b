package cai.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.json.Json;
import cai.prompts.PromptItem.PromptGroup;
import cai.prompts.PromptsWork.PromptSet;
import cai.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Harmless prompts that look like red-team prompts, as a group of their own.
final class LookAlikesTest {
  private static final Path OURS = Path.of("../prompts");
  private static final Path RED_TEAM = OURS.resolve("red-team.jsonl");
  private static final Path LOOK_ALIKES = OURS.resolve("look-alikes.jsonl");
  private static final Path HELPFUL = OURS.resolve("helpful.jsonl");

  @TempDir Path folder;

  private static PromptSet read(List<Path> lookAlikes, int train, int heldOut) {
    var settings =
        new PromptsSettings(
            List.of(RED_TEAM),
            0,
            0,
            lookAlikes,
            train,
            heldOut,
            List.of(HELPFUL),
            0,
            0,
            TranscriptTurns.FIRST,
            0.25,
            0.01);
    return new PromptsWork(settings, String::hashCode, Progress.silent()).read();
  }

  private static List<PromptItem> of(PromptGroup group, PromptSet prompts) {
    return prompts.prompts().stream().filter(item -> item.group() == group).toList();
  }

  @Test
  void ourPromptsAreEnoughInEverySplitOfEveryGroup() {
    PromptSet prompts = read(List.of(LOOK_ALIKES), 0, 0);
    for (PromptGroup group : PromptGroup.values()) {
      List<PromptItem> own = of(group, prompts);
      assertThat(PromptItem.of(Split.TRAIN, own)).as(group.word()).hasSizeGreaterThanOrEqualTo(100);
      assertThat(PromptItem.of(Split.HELD_OUT, own))
          .as(group.word())
          .hasSizeGreaterThanOrEqualTo(60);
    }
    assertThat(prompts.repeated()).isZero();
  }

  @Test
  void ourLookAlikesResembleTheKindsOfRedTeamPromptsAndAreSplitLikeThem() throws IOException {
    PromptSet prompts = read(List.of(LOOK_ALIKES), 0, 0);
    Map<String, Split> kinds = new HashMap<>();
    for (PromptItem item : of(PromptGroup.RED_TEAM, prompts)) kinds.put(item.kind(), item.split());
    Set<String> resembled = new HashSet<>();
    for (PromptItem item : of(PromptGroup.LOOK_ALIKE, prompts)) {
      assertThat(item.split()).as(item.id()).isEqualTo(kinds.get(item.kind()));
      resembled.add(item.kind());
    }
    assertThat(resembled).isEqualTo(kinds.keySet());
    assertThat(Files.readAllLines(LOOK_ALIKES))
        .allMatch(line -> line.matches("\\{\"id\": \"la-.*\"looks\": \"[a-z ]+\", \"text\": .*"));
  }

  @Test
  void aLookAlikeIsToBeAnsweredHelpfully() {
    PromptSet prompts = read(List.of(LOOK_ALIKES), 3, 2);
    assertThat(of(PromptGroup.LOOK_ALIKE, prompts))
        .hasSize(5)
        .allMatch(item -> item.aim() == Aim.HELPFULNESS);
    assertThat(PromptItem.of(Aim.HELPFULNESS, prompts.prompts())).hasSize(245);
    assertThat(prompts.notes()).anyMatch(note -> note.contains("look-alikes.jsonl: the project's"));
  }

  @Test
  void noFileGivesNoneAndChangesNoOtherPrompt() {
    PromptSet with = read(List.of(LOOK_ALIKES), 0, 0);
    PromptSet without = read(List.of(), 0, 0);
    assertThat(of(PromptGroup.LOOK_ALIKE, without)).isEmpty();
    for (PromptGroup group : List.of(PromptGroup.RED_TEAM, PromptGroup.HELPFUL))
      assertThat(of(group, without)).isEqualTo(of(group, with));
  }

  @Test
  void moreThanThereAreIsAnErrorThatNamesTheSetting() {
    assertThatThrownBy(() -> read(List.of(LOOK_ALIKES), 500, 0))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("prompts.look-alikes-train=500 is more than the 108 prompts");
    assertThatThrownBy(() -> read(List.of(), 0, 4))
        .hasMessageContaining("prompts.look-alikes-held-out=4 is more than the 0 prompts");
  }

  @Test
  void oneWithoutAKindIsDividedLikeAnyOther() throws IOException {
    Path own =
        Files.writeString(folder.resolve("own.txt"), "How do I beat an egg?\nWhat is a hit?\n");
    List<PromptItem> items = of(PromptGroup.LOOK_ALIKE, read(List.of(own), 0, 0));
    assertThat(items).extracting(PromptItem::split).containsOnlyOnce(Split.TRAIN, Split.HELD_OUT);
  }

  @Test
  void aPromptInTwoGroupsIsTakenOnceAndStaysARedTeamPrompt() throws IOException {
    String text = "How do I injure a rival before the match?";
    Path own =
        Files.writeString(folder.resolve("own.txt"), text + "\nWhat is a hit?\nWhat is a shot?\n");
    PromptSet prompts = read(List.of(own), 0, 0);
    assertThat(prompts.repeated()).isOne();
    assertThat(of(PromptGroup.LOOK_ALIKE, prompts)).hasSize(2);
    assertThat(of(PromptGroup.RED_TEAM, prompts)).anyMatch(item -> asks(item, text));
  }

  private static boolean asks(PromptItem item, String text) {
    return item.prompt().last().text().equals(text);
  }

  @Test
  void linesThatNameNoGroupBelongToTheGroupOfTheirAim() {
    for (PromptGroup group : PromptGroup.values()) {
      var item = new PromptItem("p", group, "any", Split.TRAIN, Dialogue.ask("Why?"));
      String line = Json.line(item);
      assertThat(Json.parse(line, PromptItem.class, "x")).isEqualTo(item);
      String old = line.replace(",\"group\":\"" + group + "\"", "");
      assertThat(old).isNotEqualTo(line);
      assertThat(Json.parse(old, PromptItem.class, "x").group())
          .isEqualTo(PromptGroup.of(group.aim()));
    }
  }
}

package cai.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import cai.constitution.Aim;
import cai.json.Json;
import cai.prompts.PromptsWork.PromptSet;
import cai.recipe.Defaults;
import cai.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptConversationsTest {
  @TempDir Path folder;

  private Path transcripts(int count) throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < count; i++)
      lines.add(
          Json.line(
              Map.of(
                  "transcript",
                  "\n\nHuman: First %d\n\nAssistant: Yes\n\nHuman: Then %d\n\nAssistant: No\n\nHuman: Last %d\n\nAssistant: So"
                      .formatted(i, i, i))));
    return Files.write(folder.resolve("talks.jsonl"), lines);
  }

  private Path own(String name, String... rows) throws IOException {
    return Files.write(folder.resolve(name), List.of(rows));
  }

  private static String row(String id, String kind, String split, String text) {
    return Json.line(Map.of("id", id, "kind", kind, "split", split, "text", text));
  }

  private static PromptSet read(Path redTeam, Path helpful, TranscriptTurns turns) {
    PromptsSettings settings =
        Defaults.of(
            PromptsSettings.class,
            Map.of(
                "redTeam",
                List.of(redTeam),
                "lookAlikes",
                List.of(),
                "helpful",
                List.of(helpful),
                "transcriptTurns",
                turns));
    return new PromptsWork(settings, String::hashCode, Progress.silent()).read();
  }

  private Path helpful() throws IOException {
    return own(
        "helpful.jsonl", row("hp-1", "a", "train", "Why?"), row("hp-2", "b", "held-out", "How?"));
  }

  @Test
  void allTurnsOfATranscriptAreOneConversationInOneSplit() throws IOException {
    PromptSet prompts = read(transcripts(30), helpful(), TranscriptTurns.EVERY);
    List<PromptItem> redTeam =
        prompts.prompts().stream().filter(item -> item.aim() == Aim.HARMLESSNESS).toList();
    assertThat(redTeam).hasSize(90);
    var byConversation = redTeam.stream().collect(Collectors.groupingBy(PromptItem::conversation));
    assertThat(byConversation).hasSize(30);
    byConversation.forEach((conversation, items) -> {
      assertThat(items)
          .extracting(PromptItem::id)
          .containsExactlyInAnyOrder(
              conversation + "-t1", conversation + "-t2", conversation + "-t3");
      assertThat(items).extracting(PromptItem::split).containsOnly(items.getFirst().split());
    });
    assertThat(redTeam).extracting(PromptItem::split).contains(Split.TRAIN, Split.HELD_OUT);
  }

  @Test
  void anOrdinaryPromptIsAConversationOfItsOwn() throws IOException {
    for (PromptItem item : read(transcripts(9), helpful(), TranscriptTurns.FIRST).prompts())
      assertThat(item.conversation()).isEqualTo(item.id());
  }

  @Test
  void branchesThatKindsWouldSeparateAreNotTrainedOnWhereOneIsHeldOut() throws IOException {
    Path redTeam =
        own(
            "own.jsonl",
            row("a-1", "a", "train", "Same  start"),
            row("a-2", "a", "train", "Other"),
            row(
                "b-1",
                "b",
                "held-out",
                "\n\nHuman: same start\n\nAssistant: Well\n\nHuman: Go on"));
    PromptSet prompts = read(redTeam, helpful(), TranscriptTurns.FIRST);
    assertThat(prompts.prompts())
        .filteredOn(item -> item.aim() == Aim.HARMLESSNESS)
        .extracting(PromptItem::id)
        .containsExactlyInAnyOrder("a-2", "b-1");
    assertThat(prompts.notes())
        .contains(
            "1 prompts to train on are left out, because they belong to conversations of which"
                + " other prompts are held out");
  }
}

package cai.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import cai.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationsTest {
  private static final Dialogue FIRST = Dialogue.ask("Tell  me\na JOKE ");
  private static final Dialogue SECOND =
      FIRST.answered("Which one?").with(new Turn(Speaker.HUMAN, "Any."));

  @Test
  void turnsAndBranchesShareTheOpening() {
    var other = FIRST.answered("No.").with(new Turn(Speaker.HUMAN, "Why?"));
    var system = new Dialogue(List.of(new Turn(Speaker.SYSTEM, "Be kind."), FIRST.last()));
    for (Dialogue one : List.of(FIRST, SECOND, other, system))
      assertThat(Conversations.opening(one)).isEqualTo("tell me a joke");
  }

  @Test
  void theFirstThatOpensAConversationNamesIt() {
    List<Dialogue> dialogues = List.of(Dialogue.ask("Hi"), FIRST, SECOND, Dialogue.ask("hi"));
    var number = new int[1];
    assertThat(Conversations.of(dialogues, dialogue -> dialogue, _ -> "c" + number[0]++))
        .containsExactly("c0", "c1", "c1", "c0");
  }

  @Test
  void aPromptOfFormatOneIsAConversationByItself() {
    PromptItem item =
        Json.parse(
            "{\"format\":\"prompt/1\",\"id\":\"rt-1\",\"aim\":\"HARMLESSNESS\",\"kind\":\"any\",\"split\":\"TRAIN\",\"prompt\":{\"turns\":[{\"speaker\":\"HUMAN\",\"text\":\"Why?\"}]}}",
            PromptItem.class,
            "prompts.jsonl:1");
    assertThat(item.conversation()).isEqualTo("rt-1");
  }

  @Test
  void knownPairsOfConversationsThatARunAsksAboutAreTold() {
    List<KnownPair> known = List.of(pair("kc-1", FIRST), pair("kc-2", Dialogue.ask("New")));
    assertThat(told(known, Split.TRAIN, Dialogue.ask("x"))).isEmpty();
    assertThat(told(known, Split.TRAIN, SECOND))
        .isEqualTo(
            "1 of 2 known comparisons belong to conversations that are trained on, and 0 to"
                + " held-out ones; the first is kc-1; the share of right labels is measured on"
                + " them, too");
    assertThat(told(known, Split.HELD_OUT, SECOND))
        .startsWith("0 of 2 known")
        .contains("1 to held-out ones");
  }

  private static String told(List<KnownPair> known, Split split, Dialogue prompt) {
    var item = new PromptItem(PromptItem.FORMAT, "a", Aim.HELPFULNESS, "any", split, prompt);
    return KnownComparisons.alsoAsked(known, List.of(item)).orElse("");
  }

  private static KnownPair pair(String id, Dialogue prompt) {
    return new KnownPair(id, Aim.HELPFULNESS, "own", prompt, "better", "worse");
  }
}

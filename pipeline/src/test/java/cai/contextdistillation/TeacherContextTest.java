package cai.contextdistillation;

import static org.assertj.core.api.Assertions.assertThat;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.contextdistillation.ContextSettings.ContextPlace;
import cai.critique.RevisionChain;
import cai.critique.RevisionChain.Round;
import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.run.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TeacherContextTest {
  static final ComparisonPrinciple SAFE =
      new ComparisonPrinciple(
          "safe",
          Aim.HARMLESSNESS,
          "Which is safer?",
          List.of("Is it safe?"),
          List.of("Is it bad?"));
  private static final ComparisonPrinciple KIND =
      new ComparisonPrinciple(
          "kind", Aim.HARMLESSNESS, "Which is kinder?", List.of("Is it kind?"), List.of("Rude?"));
  private static final ComparisonPrinciple BARE =
      new ComparisonPrinciple("bare", Aim.HELPFULNESS, "Which helps?", List.of(), List.of());
  private static final String TEXT =
      "Keep to one principle in your next answer. Whoever reads it should be able to say Yes to"
          + " this: Is it safe? And No to this: Is it bad?";

  static PromptItem item(String id, Aim aim, Dialogue prompt) {
    return new PromptItem(PromptItem.FORMAT, id, aim, "any", Split.TRAIN, prompt);
  }

  private static Dialogue shown(ContextPlace place, Dialogue prompt) {
    return new TeacherContext(List.of(SAFE), Optional.empty(), place, new Seeds(1))
        .shown(item("a", Aim.HARMLESSNESS, prompt));
  }

  @Test
  void thePrincipleStandsInASystemTurnBeforeTheConversation() {
    assertThat(shown(ContextPlace.SYSTEM, Dialogue.ask("Why?")).turns())
        .containsExactly(new Turn(Speaker.SYSTEM, TEXT), new Turn(Speaker.HUMAN, "Why?"));
  }

  @Test
  void aSystemTurnThatIsThereKeepsItsTextAndStaysFirst() {
    var prompt =
        new Dialogue(
            List.of(new Turn(Speaker.SYSTEM, "Be brief."), new Turn(Speaker.HUMAN, "Why?")));
    assertThat(shown(ContextPlace.SYSTEM, prompt).turns())
        .containsExactly(
            new Turn(Speaker.SYSTEM, "Be brief.\n\n" + TEXT), new Turn(Speaker.HUMAN, "Why?"));
    assertThat(shown(ContextPlace.HUMAN, prompt).turns())
        .extracting(Turn::speaker)
        .containsExactly(Speaker.SYSTEM, Speaker.HUMAN, Speaker.ASSISTANT, Speaker.HUMAN);
  }

  @Test
  void asAnEarlierHumanTurnItIsAnsweredSoThatSpeakersTakeTurns() {
    List<Turn> turns = shown(ContextPlace.HUMAN, Dialogue.ask("Why?")).turns();
    assertThat(turns.getFirst()).isEqualTo(new Turn(Speaker.HUMAN, TEXT));
    assertThat(turns.get(1).speaker()).isEqualTo(Speaker.ASSISTANT);
    assertThat(turns.getLast()).isEqualTo(new Turn(Speaker.HUMAN, "Why?"));
  }

  @Test
  void aPromptWithoutAPrincipleOfItsAimIsShownAsItIs() {
    var context =
        new TeacherContext(
            List.of(SAFE, BARE), Optional.empty(), ContextPlace.SYSTEM, new Seeds(1));
    PromptItem helpful = item("h", Aim.HELPFULNESS, Dialogue.ask("How?"));
    assertThat(context.drawn(helpful)).isEmpty();
    assertThat(context.shown(helpful)).isEqualTo(helpful.prompt());
  }

  @Test
  void theDrawnPrincipleDependsOnThePromptsIdAlone() {
    var context =
        new TeacherContext(
            List.of(SAFE, KIND), Optional.empty(), ContextPlace.SYSTEM, new Seeds(1));
    List<String> drawn =
        IntStream.range(0, 40)
            .mapToObj(i -> item("p" + i, Aim.HARMLESSNESS, Dialogue.ask("Why?")))
            .map(item -> context.drawn(item).orElseThrow().id())
            .toList();
    assertThat(drawn).contains("safe", "kind");
    assertThat(context.drawn(item("p3", Aim.HARMLESSNESS, Dialogue.ask("How?"))).orElseThrow().id())
        .isEqualTo(drawn.get(3));
  }

  @Test
  void aCritiqueStandsInPlaceOfThePrincipleWhereThePromptHasOne() {
    var context =
        new TeacherContext(
            List.of(SAFE),
            Optional.of(TeacherContext.critiques(List.of(chain("a", "", " It helps a thief. ")))),
            ContextPlace.SYSTEM,
            new Seeds(1));
    PromptItem criticised = item("a", Aim.HARMLESSNESS, Dialogue.ask("Why?"));
    assertThat(context.shown(criticised).turns())
        .containsExactly(
            new Turn(
                Speaker.SYSTEM,
                "An answer to the next message was criticised: It helps a thief. Give an answer"
                    + " that nobody could criticise so."),
            new Turn(Speaker.HUMAN, "Why?"));
    assertThat(context.covers(criticised)).isTrue();
    PromptItem other = item("b", Aim.HARMLESSNESS, Dialogue.ask("Why?"));
    assertThat(context.covers(other)).isFalse();
    assertThat(context.shown(other)).isEqualTo(other.prompt());
  }

  /// A chain whose rounds have these critiques.
  private static RevisionChain chain(String id, String... critiques) {
    List<Round> rounds =
        Stream.of(critiques).map(one -> new Round("safe", one, "", "No.", true, true, "")).toList();
    return new RevisionChain(
        RevisionChain.FORMAT, id, id, "any", Dialogue.ask("Why?"), "Yes.", true, rounds);
  }
}

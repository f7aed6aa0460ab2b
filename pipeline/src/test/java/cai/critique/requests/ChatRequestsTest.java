package cai.critique.requests;

import static cai.critique.CritiqueFixture.KIND;
import static cai.critique.CritiqueFixture.SHOT;
import static cai.dialogue.Turn.Speaker.ASSISTANT;
import static cai.dialogue.Turn.Speaker.HUMAN;
import static cai.dialogue.Turn.Speaker.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.Dialogue;
import cai.dialogue.FormatKind;
import cai.dialogue.Turn;
import cai.language.Prompt.Chat;
import cai.prompts.fewshots.CritiqueShot;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ChatRequestsTest {
  private static final Dialogue ANSWERED =
      Dialogue.ask("Insult my aunt.").answered("She is a goose.");
  private static final List<Turn> OWN =
      List.of(new Turn(HUMAN, "Insult my aunt."), new Turn(ASSISTANT, "She is a goose."));

  private static CritiqueRequests requests(boolean withCritique, CritiqueShot... shots) {
    return CritiqueRequests.of(FormatKind.CHAT, List.of(shots), withCritique);
  }

  private static Chat chat(List<Turn> turns, int shared) {
    return new Chat(new Dialogue(turns), shared);
  }

  private static List<Turn> all(List<Turn> first, List<Turn> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  @Test
  void theCritiqueRequestIsTheHumansNextTurn() {
    assertThat(requests(true).critique(ANSWERED, KIND))
        .isEqualTo(chat(all(OWN, List.of(new Turn(HUMAN, "What is unkind?"))), 0));
  }

  @Test
  void theRevisionRequestFollowsTheCritiqueWhichIsTheAssistants() {
    assertThat(requests(true).revision(ANSWERED, "It calls her a goose.", KIND))
        .isEqualTo(
            chat(
                all(
                    OWN,
                    List.of(
                        new Turn(HUMAN, "What is unkind?"),
                        new Turn(ASSISTANT, "It calls her a goose."),
                        new Turn(HUMAN, "Make it kind."))),
                0));
  }

  @Test
  void withoutACritiqueTheRevisionRequestFollowsTheResponse() {
    assertThat(requests(false).directRevision(ANSWERED, KIND))
        .isEqualTo(chat(all(OWN, List.of(new Turn(HUMAN, "Make it kind."))), 0));
  }

  @Test
  void workedExamplesAreEarlierTurnsThatAllRequestsShare() {
    List<Turn> example =
        List.of(
            new Turn(HUMAN, "Can I pocket coins?"),
            new Turn(ASSISTANT, "Sure, start small."),
            new Turn(HUMAN, "Say what harm could follow."),
            new Turn(ASSISTANT, "It treats stealing as fine."),
            new Turn(HUMAN, "Write it without harm."),
            new Turn(ASSISTANT, "I'd leave the coins where they are."));
    List<Turn> request = List.of(new Turn(HUMAN, "What is unkind?"));
    assertThat(requests(true, SHOT).critique(ANSWERED, KIND))
        .isEqualTo(chat(all(all(example, OWN), request), 6));
    List<Turn> direct = all(example.subList(0, 2), example.subList(4, 6));
    assertThat(requests(false, SHOT).directRevision(ANSWERED, KIND))
        .isEqualTo(chat(all(all(direct, OWN), List.of(new Turn(HUMAN, "Make it kind."))), 4));
  }

  @Test
  void anExampleThatIsALongerConversationBecomesItsTurns() {
    var longer =
        new CritiqueShot(
            "long",
            "Hi.\n\nAssistant: Hello.\n\nHuman: Bye.",
            "Go.",
            "Rude?",
            "Yes.",
            "Mend.",
            "Bye!");
    Chat asked = (Chat) requests(true, longer).critique(ANSWERED, KIND);
    assertThat(asked.dialogue().turns().subList(0, 4))
        .containsExactly(
            new Turn(HUMAN, "Hi."),
            new Turn(ASSISTANT, "Hello."),
            new Turn(HUMAN, "Bye."),
            new Turn(ASSISTANT, "Go."));
    assertThat(asked.shared()).isEqualTo(8);
  }

  @Test
  void aSystemTurnStaysAtTheBeginning() {
    var system = new Turn(SYSTEM, "Be brief.");
    Chat asked =
        (Chat) requests(true, SHOT).critique(new Dialogue(all(List.of(system), OWN)), KIND);
    assertThat(asked.dialogue().turns().getFirst()).isEqualTo(system);
    assertThat(asked.dialogue().turns().get(7)).isEqualTo(OWN.getFirst());
    assertThat(asked.shared()).isEqualTo(7);
  }

  @Test
  void aLeadInBeginsTheAssistantsTurnAsItIs() {
    assertThat(requests(true).opening("I'd rather not, because"))
        .isEqualTo("I'd rather not, because");
  }

  @Test
  void noWordOfATranscriptIsInARequest() {
    CritiqueRequests requests = requests(true, SHOT);
    assertThat(requests.critiqueRequest(KIND)).isEqualTo("What is unkind?");
    assertThat(requests.revisionRequest(KIND)).isEqualTo("Make it kind.");
    assertThat(requests.shown()).doesNotContain("Request:", "Human:", "Assistant:");
  }
}

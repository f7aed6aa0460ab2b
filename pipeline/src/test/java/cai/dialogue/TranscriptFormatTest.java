package cai.dialogue;

import static cai.dialogue.Turn.Speaker.ASSISTANT;
import static cai.dialogue.Turn.Speaker.HUMAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptFormatTest {
  @Test
  void rendersThePapersFormatAndOpensTheAnswer() {
    assertThat(TranscriptFormat.render(Dialogue.ask("Hi: there"), true))
        .isEqualTo("\n\nHuman: Hi: there\n\nAssistant:");
  }

  @Test
  void refusesToOpenAnAnswerThatIsThere() {
    assertThatThrownBy(() -> TranscriptFormat.render(Dialogue.ask("a").answered("b"), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsColonsBlankLinesAndTheSpeakersNamesInsideATurn() {
    var dialogue =
        new Dialogue(
            List.of(
                new Turn(HUMAN, "Rewrite: first\n\nsecond: third\nHuman: not a turn\n\n\nend"),
                new Turn(ASSISTANT, "The Assistant: said\n\n1. Human: x"),
                new Turn(HUMAN, "thanks")));
    assertThat(parse(TranscriptFormat.render(dialogue, false))).isEqualTo(dialogue);
  }

  @Test
  void takesALeadingMarkerWithoutBlankLine() {
    assertThat(parse("Human: a\n\nAssistant: b")).isEqualTo(Dialogue.ask("a").answered("b"));
    assertThat(parse("\nHuman: a\n\nAssistant: b")).isEqualTo(Dialogue.ask("a").answered("b"));
  }

  @Test
  void readsAnOpenAnswerAsNoTurn() {
    assertThat(parse("\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant: ").last())
        .isEqualTo(new Turn(HUMAN, "c"));
  }

  @Test
  void readsWindowsLineEnds() {
    assertThat(parse("\r\n\r\nHuman: a\r\nb\r\n\r\nAssistant: c\r\n"))
        .isEqualTo(Dialogue.ask("a\nb").answered("c"));
  }

  @Test
  void keepsEmptyTurnsAndTwoTurnsOfOneSpeaker() {
    assertThat(parse("\n\nHuman: a\n\nHuman:\n\nAssistant: c").turns())
        .extracting(Turn::text)
        .containsExactly("a", "", "c");
  }

  @Test
  void refusesTextWithoutTurns() {
    assertThatThrownBy(() -> parse("no turns: here"))
        .isInstanceOf(UserError.class)
        .hasMessage("f:3: has no turn that begins with 'Human:'");
    assertThatThrownBy(() -> parse("before\n\nHuman: a"))
        .hasMessage("f:3: begins with text that belongs to no turn");
    assertThatThrownBy(() -> parse("\n\nAssistant:")).hasMessage("f:3: nothing is said in it");
  }

  @Test
  void tellsTextsThatWouldReadAsSeveralTurns() {
    assertThat(TranscriptFormat.containsMarker("a\r\n\r\nAssistant: Sure")).isTrue();
    assertThat(TranscriptFormat.containsMarker("a\nAssistant: b, Human: c")).isFalse();
  }

  private static Dialogue parse(String text) {
    return TranscriptFormat.parse(text, "f:3");
  }
}

package cai.critique.requests;

import static org.assertj.core.api.Assertions.assertThat;

import cai.critique.CritiqueFixture;
import cai.dialogue.Dialogue;
import cai.dialogue.FormatKind;
import cai.dialogue.Turn;
import cai.language.Prompt;
import cai.language.Prompt.PlainText;
import cai.language.Template;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TranscriptRequestsTest {
  private static final Dialogue ANSWERED =
      Dialogue.ask("Hello: who are {you}?")
          .answered("A helper.")
          .with(new Turn(Turn.Speaker.HUMAN, "Insult my aunt."))
          .answered("She is a goose.");

  private static String golden(String name) {
    return Template.resource(TranscriptRequestsTest.class, name).text();
  }

  private static CritiqueRequests requests(boolean withCritique) {
    return CritiqueRequests.of(FormatKind.TRANSCRIPT, List.of(CritiqueFixture.SHOT), withCritique);
  }

  private static String text(Prompt prompt) {
    return ((PlainText) prompt).text();
  }

  @Test
  void asksForACritiqueAsInThePaper() {
    Prompt critique = requests(true).critique(ANSWERED, CritiqueFixture.KIND);
    assertThat(text(critique)).isEqualTo(golden("golden-critique.txt"));
    assertThat(((PlainText) critique).shared()).isEqualTo(requests(true).shown().length());
  }

  @Test
  void asksForARevisionInContinuationOfTheCritique() {
    String critique = text(requests(true).critique(ANSWERED, CritiqueFixture.KIND));
    String revision =
        text(requests(true).revision(ANSWERED, "It calls her a goose.", CritiqueFixture.KIND));
    assertThat(revision).isEqualTo(golden("golden-revision.txt"));
    assertThat(revision).startsWith(critique + " It calls her a goose.");
  }

  @Test
  void asksForADirectRevisionWithExamplesWithoutCritique() {
    assertThat(text(requests(false).directRevision(ANSWERED, CritiqueFixture.KIND)))
        .isEqualTo(golden("golden-direct-revision.txt"));
  }
}

package cai.critique;

import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.language.Template;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CritiquePromptsTest {
  private static final Dialogue ANSWERED =
      Dialogue.ask("Hello: who are {you}?")
          .answered("A helper.")
          .with(new Turn(Turn.Speaker.HUMAN, "Insult my aunt."))
          .answered("She is a goose.");

  private static String golden(String name) {
    return Template.resource(CritiquePromptsTest.class, name).text();
  }

  @Test
  void asksForACritiqueAsInThePaper() {
    var prompts = new CritiquePrompts(List.of(CritiqueFixture.SHOT), true);
    assertThat(prompts.critique(ANSWERED, CritiqueFixture.KIND))
        .isEqualTo(golden("golden-critique.txt"));
  }

  @Test
  void asksForARevisionInContinuationOfTheCritique() {
    var prompts = new CritiquePrompts(List.of(CritiqueFixture.SHOT), true);
    String critique = prompts.critique(ANSWERED, CritiqueFixture.KIND);
    String revision = prompts.revision(critique, "It calls her a goose.", CritiqueFixture.KIND);
    assertThat(revision).isEqualTo(golden("golden-revision.txt"));
    assertThat(revision).startsWith(critique + " It calls her a goose.");
  }

  @Test
  void asksForADirectRevisionWithExamplesWithoutCritique() {
    var prompts = new CritiquePrompts(List.of(CritiqueFixture.SHOT), false);
    assertThat(prompts.directRevision(ANSWERED, CritiqueFixture.KIND))
        .isEqualTo(golden("golden-direct-revision.txt"));
  }
}

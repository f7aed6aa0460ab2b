package cai.critique;

import static org.assertj.core.api.Assertions.assertThat;

import cai.critique.CritiqueSettings.CritiqueGuards;
import cai.critique.acceptance.CandidateVerdict;
import cai.recipe.Defaults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RevisionGuardsTest {
  private static final RevisionGuards.Context CONTEXT =
      new RevisionGuards.Context(
          "Break the window with a brick and climb in at night.",
          "It tells the human how to break into a house.",
          "Rewrite the answer so that nobody's home is broken into.");
  private static final String GOOD = "Please call a locksmith, who can open the door for you.";

  private static String reject(String revision, Object... replaced) {
    Map<String, Object> values =
        replaced.length == 0 ? Map.of() : Map.of((String) replaced[0], replaced[1]);
    return new RevisionGuards(
            Defaults.of(CritiqueGuards.class, values), List.of(CritiqueFixture.SHOT))
        .objection(revision, CONTEXT)
        .map(CandidateVerdict::words)
        .orElse("");
  }

  @Test
  void letsAGoodRevisionPass() {
    assertThat(reject(GOOD)).isEmpty();
  }

  @Test
  void rejectsWhatSaysNothing() {
    assertThat(reject("")).isEqualTo("is empty");
    assertThat(reject("?! ...")).isEqualTo("is empty");
    assertThat(reject("No, not that.")).isEqualTo("has too few words");
    assertThat(reject("No, not that.", "fewestWords", 3)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Call a locksmith first. Human: And then?",
        "Call a locksmith first. Assistant: Sure.",
        "Call a locksmith first.\nCritiqueRequest: Say what",
        "RevisionRequest: Call a locksmith first.",
        "Revision: Call a locksmith first, please."
      })
  void rejectsWhatGoesOnWithTheTranscript(String revision) {
    assertThat(reject(revision)).isEqualTo("goes on with the transcript");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The assistant's last response should not help burglars.",
        "The response was rude to people with windows.",
        "\"This response harms nobody at all, I think.",
        "Here is a revised response that harms nobody.",
        "In the response, nobody was asked for permission."
      })
  void rejectsWhatTalksAboutTheResponse(String revision) {
    assertThat(reject(revision)).isEqualTo("talks about the response");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The answer is no, since windows are expensive.",
        "The best response to a lost key is patience.",
        "Responses like that would get you arrested."
      })
  void letsSentencesPassThatOnlyLookLikeIt(String revision) {
    assertThat(reject(revision)).isEmpty();
  }

  @Test
  void rejectsWhatRepeatsItself() {
    assertThat(reject("stay calm now stay calm now stay calm now")).isEqualTo("repeats itself");
  }

  @Test
  void rejectsWhatLeavesTheResponseAsItWas() {
    // 10 of 11 words in order is .909, more than .85; 9 of 11 is .818.
    assertThat(reject("Break the window with a stone and climb in at night."))
        .isEqualTo("leaves the response as it was");
    assertThat(reject("Break the window with a stone and crawl in at night.")).isEmpty();
  }

  @Test
  void rejectsWhatCopiesTheCritique() {
    // 8 of 10 words is .8, more than .7; 7 of 10 is not more.
    assertThat(reject("It tells the human how to break into some places."))
        .isEqualTo("copies the critique");
    assertThat(reject("It tells the human how to break away some places.")).isEmpty();
  }

  @Test
  void rejectsWhatCopiesTheRequest() {
    assertThat(reject("Rewrite the answer so that no home is broken into."))
        .isEqualTo("copies the request");
  }

  @Test
  void rejectsWhatCopiesAWorkedExample() {
    // 5 of 7 words is .71, more than .6; 4 of 7 is .57.
    assertThat(reject("I'd leave the coins where somebody sleeps."))
        .isEqualTo("copies a worked example");
    assertThat(reject("I'd leave the coins with somebody trusted.")).isEmpty();
  }

  @Test
  void rejectsNothingWhereTurnedOff() {
    assertThat(reject("Human: Human: Human:", "enabled", false)).isEmpty();
  }
}

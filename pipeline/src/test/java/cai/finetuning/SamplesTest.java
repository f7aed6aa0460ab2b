package cai.finetuning;

import static org.assertj.core.api.Assertions.assertThat;

import cai.critique.HelpfulSample;
import cai.critique.RevisionChain;
import cai.critique.RevisionChain.Round;
import cai.dialogue.Dialogue;
import cai.dialogue.DialogueFormat;
import cai.finetuning.Samples.SampleSelection;
import cai.json.Json;
import cai.prompts.PromptItem.PromptGroup;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import cai.statistics.CutOff;
import cai.tokenizer.ByteTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final int END = 256;
  private static final DialogueRenderer RENDERER =
      new DialogueRenderer(new ByteTokenizer(), DialogueFormat.transcript());
  private static final String PROMPT = "\n\nHuman: Why?\n\nAssistant:";

  private static RevisionChain chain(Round... rounds) {
    return new RevisionChain(
        RevisionChain.FORMAT,
        "rt-1",
        "talk",
        "any",
        Dialogue.ask("Why?"),
        "So it is",
        true,
        List.of(rounds));
  }

  private static Round round(String text, boolean ended, boolean accepted) {
    return new Round("p", "c", "", text, ended, accepted, accepted ? "" : "repeats itself");
  }

  private static HelpfulSample helpful(String text, boolean ended) {
    return new HelpfulSample(
        HelpfulSample.FORMAT,
        "hp-1",
        "hp-1",
        PromptGroup.HELPFUL,
        "any",
        Dialogue.ask("Why?"),
        1,
        text,
        ended);
  }

  private static Samples samples(RevisionChain chain, HelpfulSample... helpful) {
    return Samples.of(
        List.of(chain), List.of(helpful), RENDERER, new SampleSelection(new Seeds(1), 0, 60));
  }

  private static String text(TokenSequence sequence) {
    int[] ids = sequence.ids();
    int end = ids[ids.length - 1] == END ? ids.length - 1 : ids.length;
    byte[] bytes = new byte[end];
    for (int i = 0; i < end; i++) bytes[i] = (byte) ids[i];
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static boolean closed(TokenSequence sequence) {
    return sequence.ids()[sequence.ids().length - 1] == END;
  }

  @Test
  void onlyAnswersThatEndedAreClosedAndTheLossCountsTheTokensOfTheOthers() {
    Samples samples =
        samples(
            chain(round("I would", false, true), round("No.", true, true)),
            helpful("First, take", false),
            helpful("Air.", true));
    assertThat(samples.training())
        .extracting(SamplesTest::text)
        .containsExactly(
            PROMPT + " I would", PROMPT + " No.", PROMPT + " First, take", PROMPT + " Air.");
    assertThat(samples.training())
        .extracting(SamplesTest::closed)
        .containsExactly(false, true, false, true);
    assertThat(samples.training())
        .extracting(TokenSequence::answerLength)
        .containsExactly(8, 5, 12, 6);
    assertThat(samples.cutOff()).isEqualTo(new CutOff(2, 4));
  }

  @Test
  void aRejectedRevisionIsNotLearntWhateverItsEnd() {
    Samples samples = samples(chain(round("So it is", true, false)));
    assertThat(samples.training()).isEmpty();
    assertThat(samples.cutOff()).isEqualTo(new CutOff(0, 0));
  }

  @Test
  void aControlLearnsTheResponseOnceForEachAcceptedRevision() {
    RevisionChain chain =
        chain(
            round("I would", false, true),
            round("I would", false, false),
            round("No.", true, true));
    HelpfulSample air = helpful("Air.", true);
    List<RevisionChain> unrevised = Control.UNREVISED.inPlaceOf(List.of(chain));
    assertThat(samples(unrevised.getFirst(), air).training())
        .extracting(SamplesTest::text)
        .containsExactly(PROMPT + " So it is", PROMPT + " So it is", PROMPT + " Air.");
    assertThat(samples(chain, air).training()).hasSize(3);
    assertThat(Control.HELPFUL_ONLY.inPlaceOf(List.of(chain))).isEmpty();
  }

  @Test
  void emptyAndTooLongAnswersAreLeftOutAndCounted() {
    Samples samples = samples(chain(round("x".repeat(60), false, true)), helpful("b", false));
    assertThat(samples.leftOut()).isEqualTo(1);
    assertThat(samples.training()).extracting(TokenSequence::answerLength).containsExactly(2);
    assertThat(samples.cutOff()).isEqualTo(new CutOff(1, 1));
  }

  @Test
  void linesOfEarlierFormatsCountAsEnded() {
    RevisionChain chain =
        Json.parse(
            "{\"format\":\"revision-chain/1\",\"id\":\"rt-1\",\"kind\":\"any\",\"prompt\":{\"turns\":[{\"speaker\":\"HUMAN\",\"text\":\"Why?\"}]},"
                + "\"response\":\"So\",\"rounds\":[{\"principle\":\"p\",\"critique\":\"c\",\"leadIn\":\"\",\"revision\":\"No\",\"accepted\":true,\"reason\":\"\"}]}",
            RevisionChain.class,
            "revisions.jsonl:1");
    HelpfulSample helpful =
        Json.parse(
            "{\"format\":\"helpful-sample/1\",\"id\":\"hp-1\",\"kind\":\"any\",\"prompt\":{\"turns\":[{\"speaker\":\"HUMAN\",\"text\":\"Why?\"}]},"
                + "\"sample\":1,\"response\":\"Air\"}",
            HelpfulSample.class,
            "helpful.jsonl:1");
    assertThat(chain.ended()).isTrue();
    assertThat(samples(chain, helpful).training()).allMatch(SamplesTest::closed).hasSize(2);
  }

  @Test
  void helpfulSamplesThatDeclineAreNoLessonAndOthersKeepTheirOrder() {
    HelpfulSample first = helpful("Because of the wind.", true);
    HelpfulSample declining = helpful("I'm sorry, but I can't help with that.", true);
    HelpfulSample cut = helpful("Because the", false);
    assertThat(declining.declines()).isTrue();
    assertThat(Samples.answering(List.of(first, declining, cut))).containsExactly(first, cut);
    assertThat(Samples.answering(List.of(declining))).isEmpty();
  }
}

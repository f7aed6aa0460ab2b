package cai.bench;

import static cai.bench.WorkloadTokenizer.text;
import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.FormatKind;
import cai.language.Answers;
import cai.language.YesNoQuestions;
import cai.language.YesNoQuestions.Example;
import cai.tokenizer.ByteTokenizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTokenizerTest {
  private static final int[] IDS = {0, 7, 255, 40_000, 151_000};
  private static final WorkloadTokenizer TOKENIZER = new WorkloadTokenizer(new ByteTokenizer());

  @Test
  void aTextHasExactlyItsTokens() {
    assertThat(TOKENIZER.encode(TOKENIZER.decode(IDS))).isEqualTo(IDS);
    assertThat(TOKENIZER.decode(IDS)).isEqualTo(text(IDS));
    assertThat(text(IDS).strip()).isEqualTo(text(IDS));
  }

  @Test
  void whatAStageWritesAroundThemHasNone() {
    var example =
        new Example(Answers.example(text(new int[] {1, 2}), "-"), text(new int[] {3}), true);
    String shown = YesNoQuestions.shown(FormatKind.TRANSCRIPT, List.of(example));
    assertThat(shown).contains("Human:", "Question:", "Answer: Yes");
    assertThat(TOKENIZER.encode(shown)).containsExactly(1, 2, 3);
  }

  @Test
  void anAnswerOfWordsAloneHasItsOwnTokens() {
    int[] before = {1, 2};
    assertThat(TOKENIZER.encodeContinuation(before, " Yes"))
        .isEqualTo(new ByteTokenizer().encodeContinuation(before, " Yes"));
    assertThat(TOKENIZER.encodeContinuation(before, " " + text(IDS))).isEqualTo(IDS);
  }
}

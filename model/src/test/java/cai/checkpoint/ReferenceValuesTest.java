package cai.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceValuesTest {
  @Test
  void bothFilesHaveEveryPart() {
    for (var values : List.of(ReferenceValues.tinyRandom(), ReferenceValues.defaultModel())) {
      assertThat(values.tokens()).hasSizeGreaterThan(50);
      assertThat(values.chats()).hasSizeGreaterThan(10);
      assertThat(values.texts())
          .hasSizeGreaterThan(10)
          .allSatisfy(t -> assertThat(t.logProbabilities()).hasSize(t.ids().length - 1));
      assertThat(values.greedy())
          .hasSizeGreaterThan(10)
          .allSatisfy(g -> assertThat(g.continuation()).hasSize(64));
    }
  }
}

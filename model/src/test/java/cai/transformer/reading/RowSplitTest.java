package cai.transformer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import cai.transformer.cache.TokenRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowSplitTest {
  @Test
  void manyShortRunsAreHalvedInOrder() {
    List<TokenRun> runs = runs(IntStream.generate(() -> 1).limit(64).toArray());
    List<List<TokenRun>> parts = RowSplit.wholeRuns(runs, 2).orElseThrow();
    assertThat(parts).hasSize(2);
    assertThat(parts.get(0)).isEqualTo(runs.subList(0, 32));
    assertThat(parts.get(1)).isEqualTo(runs.subList(32, 64));
    assertThat(RowSplit.ends(parts)).containsExactly(0, 32, 64);
  }

  @Test
  void unevenRunsAreCutByRows() {
    assertThat(RowSplit.wholeRuns(runs(500), 2)).isEmpty();
    assertThat(RowSplit.wholeRuns(runs(500, 60), 2)).isEmpty();
    assertThat(RowSplit.wholeRuns(runs(260, 240), 2)).isPresent();
    assertThat(RowSplit.equal(561, 2)).containsExactly(0, 280, 561);
  }

  @Test
  void fewRowsAndManyLanesDoNotPay() {
    assertThat(RowSplit.pays(3, 2)).isFalse();
    assertThat(RowSplit.pays(512, 16)).isFalse();
    assertThat(RowSplit.pays(512, 1)).isFalse();
    assertThat(RowSplit.pays(512, 2)).isTrue();
  }

  private static List<TokenRun> runs(int... lengths) {
    var runs = new ArrayList<TokenRun>();
    for (int slot = 0; slot < lengths.length; slot++)
      runs.add(TokenRun.chain(slot, new int[lengths[slot]]));
    return runs;
  }
}

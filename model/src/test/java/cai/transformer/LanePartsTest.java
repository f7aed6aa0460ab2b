package cai.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanePartsTest {
  @Test
  void manyShortRunsAreHalvedInOrder() {
    List<TokenRun> runs = runs(IntStream.generate(() -> 1).limit(64).toArray());
    List<List<TokenRun>> parts = LaneParts.of(runs, 2);
    assertThat(parts).hasSize(2);
    assertThat(parts.get(0)).isEqualTo(runs.subList(0, 32));
    assertThat(parts.get(1)).isEqualTo(runs.subList(32, 64));
    assertThat(LaneParts.ends(parts)).containsExactly(0, 32, 64);
  }

  @Test
  void fewRowsAndUnevenRunsStayTogether() {
    assertThat(LaneParts.of(runs(1, 1, 1), 2)).hasSize(1);
    assertThat(LaneParts.of(runs(500), 2)).hasSize(1);
    assertThat(LaneParts.of(runs(500, 60), 2)).hasSize(1);
    assertThat(LaneParts.of(runs(260, 240), 2)).hasSize(2);
    assertThat(LaneParts.of(runs(IntStream.generate(() -> 8).limit(64).toArray()), 16)).hasSize(1);
  }

  private static List<TokenRun> runs(int... lengths) {
    var runs = new ArrayList<TokenRun>();
    for (int slot = 0; slot < lengths.length; slot++)
      runs.add(TokenRun.chain(slot, new int[lengths[slot]]));
    return runs;
  }
}

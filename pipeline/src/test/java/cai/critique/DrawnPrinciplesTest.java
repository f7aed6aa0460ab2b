package cai.critique;

import static cai.critique.CritiqueFixture.KIND;
import static cai.critique.CritiqueFixture.PLAIN;
import static cai.critique.CritiqueFixture.SAFE;
import static cai.critique.CritiqueFixture.chains;
import static cai.critique.CritiqueFixture.inputs;
import static cai.critique.CritiqueFixture.redTeam;
import static cai.critique.CritiqueFixture.stage;
import static cai.critique.CritiqueFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;

import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.run.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which principle a chain draws in a round.
final class DrawnPrinciplesTest {
  @TempDir Path folder;

  @Test
  void principlesAreDrawnByItemAndRoundWhateverTheBatch() {
    var inputs = inputs(redTeam(40), List.of(), KIND, SAFE, PLAIN);
    stage(unique(), inputs, "rounds", 3, "batchSize", 7).run(folder);
    for (RevisionChain chain : chains(folder))
      for (int round = 1; round <= 3; round++) {
        int drawn = new Seeds(1).generator("critique", chain.id() + "/" + round).nextInt(3);
        assertThat(chain.rounds().get(round - 1).principle())
            .isEqualTo(inputs.principles().get(drawn).id());
      }
  }

  @Test
  void principlesAreDrawnUniformlyAndIndependentlyInEachRound() {
    var model = ScriptedLanguageModel.of(request -> " One plain sentence.", Script::scores);
    stage(
            model,
            inputs(redTeam(3000), List.of(), KIND, SAFE, PLAIN),
            "rounds",
            2,
            "withCritique",
            false,
            "leadIns",
            CritiqueSettings.LeadIns.NEVER,
            "batchSize",
            3000)
        .run(folder);
    // Nine cells of (first round, second round), 333.3 expected in each; the 99.9 % quantile of
    // chi-square with 8 degrees of freedom is 26.1.
    var cells = new TreeMap<String, Integer>();
    for (RevisionChain chain : chains(folder))
      cells.merge(
          chain.rounds().get(0).principle() + chain.rounds().get(1).principle(), 1, Integer::sum);
    double expected = 3000 / 9.0;
    double chiSquare =
        cells.values().stream().mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
    assertThat(cells).hasSize(9);
    assertThat(chiSquare).isLessThan(26.1);
  }
}

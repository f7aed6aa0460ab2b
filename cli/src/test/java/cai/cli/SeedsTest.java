package cai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recipe with several seeds, and what its runs say together.
final class SeedsTest {
  private static final String SMOKE = Typed.INSTALLATION.resolve("recipes/smoke.yaml").toString();

  @TempDir Path folder;

  @Test
  void eachSeedHasARunOfItsOwn() {
    Typed typed = Typed.in(folder, "prompts", SMOKE, "--seeds", "2", "--set", "seed=5");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.err()).contains("seed 6, run 2 of 2: ");
    for (int seed : new int[] {5, 6}) {
      Path run = folder.resolve("runs/smoke-seed-" + seed);
      assertThat(run.resolve("manifest.json")).content().contains("\"seed\" : " + seed + ",");
      assertThat(run.resolve("prompts/prompts.jsonl")).isNotEmptyFile();
      assertThat(typed.out()).contains("Written: " + run.resolve("prompts"));
    }
    assertThat(folder.resolve("runs/smoke")).doesNotExist();
  }

  @Test
  void asManySeedsAsMakeSense() {
    for (String number : new String[] {"0", "-1", "101"}) {
      Typed typed = Typed.in(folder, "run", SMOKE, "--seeds", number);
      assertThat(typed.code()).isEqualTo(2);
      assertThat(typed.err())
          .isEqualTo("--seeds=%s is out of range; must be in [1, 100]\n".formatted(number));
    }
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void runsThatAreNoneAreNamed() {
    assertThat(Typed.in(folder, "compare", "one").code()).isEqualTo(2);
    Typed typed = Typed.in(folder, "compare", "one", "two");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo(folder.resolve("one") + ": is no run; name a folder that cai run has written\n");
  }
}

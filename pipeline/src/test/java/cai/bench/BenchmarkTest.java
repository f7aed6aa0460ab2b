package cai.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkTest {
  @Test
  void namesAreTheAgreedOnesInTheirOrder() {
    assertThat(Benchmark.of(List.of()).stream().map(Benchmark::word))
        .containsExactly(
            "prefill-512",
            "decode-1",
            "decode-8",
            "decode-32",
            "decode-64",
            "decode-64-shared",
            "critique-revision",
            "judging-2",
            "judging-6",
            "finetuning",
            "finetuning-upper-third",
            "finetuning-lora",
            "preference",
            "ppo-shared",
            "ppo-full");
  }

  @Test
  void eachIsDoneOnceInTheOrderOfAll() {
    assertThat(Benchmark.of(List.of("ppo-full", "decode-1", "ppo-full")))
        .containsExactly(Benchmark.DECODE_1, Benchmark.PPO_FULL);
  }

  @Test
  void anUnknownNameIsOneSentenceWithAllNames() {
    assertThatThrownBy(() -> Benchmark.of(List.of("decode-1", "decode")))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(
            "bench: no benchmark is called 'decode'; the names are prefill-512, decode-1, ")
        .hasMessageEndingWith(", ppo-full");
  }
}

package cai.language.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cai.language.Generation.Sampling;
import cai.language.local.TokenModel.Asked;
import cai.tokenizer.ByteTokenizer;
import cai.transformer.Arithmetic;
import cai.transformer.MachineArithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomWeights;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an item gets, to the last bit, alone and among others: of any number, in any order, with
/// longer and shorter neighbours. Heads are as wide as those of real models, three share a key
/// head, and a lane's part of the inner layer is 1,536 wide, because kernels are chosen by such
/// shapes.
class SameBitsTest {
  private static final ModelConfig CONFIG =
      new ModelConfig(2, 192, 3, 1, 64, 3072, 257, 700, 1e-5, 10_000, Optional.empty(), true);
  private static final Sampling GREEDY = new Sampling(0, 1, 0, 4, List.of(), 5);
  private static final Sampling DRAWN = new Sampling(1, 0.9, 0, 4, List.of(), 5);
  private static final Sampling AMONG_LIKELIEST = new Sampling(0.8, 0.95, 40, 4, List.of(), 5);

  private static Decoder decoder(Arithmetic arithmetic) {
    assumeTrue(MachineArithmetic.supports(arithmetic), arithmetic + " is not for this processor");
    return Decoder.load(
        CONFIG, new RandomWeights(CONFIG, 3, 0.1), arithmetic, TrainedLayers.none());
  }

  @ParameterizedTest
  @EnumSource
  void anItemIsTheSameAloneAndInRandomCompany(Arithmetic arithmetic) {
    try (var decoder = decoder(arithmetic)) {
      assertThat(new Compositions(decoder, new ByteTokenizer(), DRAWN, 250, 11).differences(3, 5))
          .isEmpty();
    }
  }

  @Test
  void soIsOneThatIsDrawnAmongTheLikeliestOnly() {
    try (var decoder = decoder(Arithmetic.FP32)) {
      for (Sampling sampling : List.of(GREEDY, AMONG_LIKELIEST))
        assertThat(
                new Compositions(decoder, new ByteTokenizer(), sampling, 70, 11).differences(1, 5))
            .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPromptBehindABeginningOfAnyLengthIsTheSameAloneAndWithLongOnes(Arithmetic arithmetic) {
    try (var decoder = decoder(arithmetic)) {
      for (int shared : new int[] {8, 56, 64, 120, 520}) {
        int[] prompt = new int[shared + 5];
        int[] longer = new int[shared + 90];
        for (int i = 0; i < longer.length; i++) longer[i] = 5 + i * i % 199;
        System.arraycopy(longer, 0, prompt, 0, prompt.length);
        prompt[shared + 1] = 3;
        List<List<int[]>> answers = List.of(List.of(new int[] {9, 8, 7}, new int[] {4}));
        try (var model = new TokenModel(decoder, new ByteTokenizer(), 4)) {
          var own = new Asked(prompt, shared);
          var others = List.of(new Asked(longer, shared), new Asked(longer, 0), own);
          List<double[]> alone = model.score(List.of(own), answers).getFirst();
          List<double[]> among =
              model
                  .score(
                      others, List.of(answers.getFirst(), answers.getFirst(), answers.getFirst()))
                  .getLast();
          assertThat(among.toArray(double[][]::new)).isDeepEqualTo(alone.toArray(double[][]::new));
        }
      }
    }
  }
}

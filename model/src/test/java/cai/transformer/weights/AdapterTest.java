package cai.transformer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.RandomDecoder;
import cai.transformer.ReferenceDecoder;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdapterTest {
  private static final int[] IDS = IntStream.range(0, 24).map(i -> (5 * i + 2) % 50).toArray();
  private static final int OUT = 7;
  private static final int IN = 5;
  private static final int ROWS = 11;

  @Test
  void anAdaptedLayerIsTheNaiveProductWithTheChangedWeight() {
    Tensor weight = random(1, OUT, IN);
    var adapter = new Adapter(random(2, 3, IN), random(3, OUT, 3));
    float[] changed = changed(weight, adapter);
    try (var layer = AdaptedLinear.of(weight, Arithmetic.FP32, adapter);
        var _ = TensorScope.inference()) {
      Tensor rows = random(4, ROWS, IN);
      Tensor gradient = random(5, ROWS, OUT);
      float[] expected = new float[ROWS * OUT];
      float[] back = new float[ROWS * IN];
      for (int n = 0; n < ROWS; n++)
        for (int o = 0; o < OUT; o++)
          for (int i = 0; i < IN; i++) {
            expected[n * OUT + o] += rows.floats()[n * IN + i] * changed[o * IN + i];
            back[n * IN + i] += gradient.floats()[n * OUT + o] * changed[o * IN + i];
          }
      assertThat(layer.merged().floats()).containsExactly(changed, within(1e-5f));
      assertThat(layer.apply(rows).floats()).containsExactly(expected, within(1e-4f));
      Tensor into = Tensor.empty(DType.FLOAT32, ROWS, OUT);
      layer.products().into(into, rows);
      assertThat(into.floats()).containsExactly(expected, within(1e-4f));
      layer.products().onto(into, gradient, rows);
      assertThat(into.sub(gradient).floats()).containsExactly(expected, within(1e-4f));
      Tensor before = Tensor.empty(DType.FLOAT32, ROWS, IN);
      layer.back().into(before, gradient);
      assertThat(before.floats()).containsExactly(back, within(1e-4f));
    }
  }

  private static float[] changed(Tensor weight, Adapter adapter) {
    float[] changed = weight.floats();
    float[] down = adapter.down().floats();
    float[] up = adapter.up().floats();
    for (int o = 0; o < OUT; o++)
      for (int i = 0; i < IN; i++)
        for (int r = 0; r < 3; r++)
          changed[o * IN + i] += (float) Adapter.SCALE * up[o * 3 + r] * down[r * IN + i];
    return changed;
  }

  @Test
  void bothGradientsAreThoseOfTheRecordedLayer() {
    try (var layer =
            AdaptedLinear.of(
                random(1, OUT, IN),
                Arithmetic.FP32,
                new Adapter(random(2, 3, IN).trained(true), random(3, OUT, 3).trained(true)));
        var _ = TensorScope.training()) {
      Tensor rows = random(4, ROWS, IN);
      Tensor gradient = random(5, ROWS, OUT);
      var trained = new ArrayList<Tensor>();
      layer.visitTrained(trained::add);
      layer.apply(rows).mul(gradient).sum().backward();
      List<float[]> expected = trained.stream().map(one -> one.gradient().floats()).toList();
      trained.forEach(one -> Kernels.clear(one.gradient()));
      try (var _ = TensorScope.inference()) {
        layer.gradients(gradient, rows).forEach(Runnable::run);
      }
      assertThat(trained).hasSize(2);
      for (int i = 0; i < 2; i++)
        assertThat(trained.get(i).gradient().floats())
            .containsExactly(expected.get(i), within(1e-3f));
    }
  }

  private static Tensor random(long seed, int rows, int columns) {
    var random = new SplittableRandom(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
    return Tensor.of(values, rows, columns);
  }

  @ParameterizedTest
  @EnumSource(
      value = Arithmetic.class,
      names = {"FP32", "BF16"})
  void beforeItsFirstStepItIsTheModelItAdapts(Arithmetic arithmetic) {
    try (var adapted = decoder(arithmetic, new TrainedLayers(1, 4, 9));
        var whole = decoder(arithmetic, TrainedLayers.from(1));
        var initial = adapted.frozenCopy();
        var _ = TensorScope.inference()) {
      float[] expected = logits(whole);
      assertThat(logits(adapted)).containsExactly(expected);
      assertThat(logits(initial)).containsExactly(expected);
      if (arithmetic == Arithmetic.FP32)
        assertThat(expected)
            .containsExactly(RandomDecoder.REFERENCE.logits(IDS).floats(), within(1e-4f));
    }
  }

  @Test
  void copiesAndWrittenWeightsHaveTheAdaptersMerged() {
    for (int from : new int[] {0, 1}) {
      try (var adapted = decoder(Arithmetic.FP32, new TrainedLayers(from, 4, 9))) {
        float[] before = logits(adapted);
        RandomDecoder.disturb(adapted);
        float[] now = logits(adapted);
        assertThat(now).isNotEqualTo(before);
        Map<String, float[]> weights = adapted.trainedWeights();
        var reference =
            ReferenceDecoder.of(
                RandomDecoder.CONFIG,
                name ->
                    weights.containsKey(name)
                        ? weights.get(name)
                        : RandomDecoder.WEIGHTS.apply(name));
        try (var _ = TensorScope.inference()) {
          assertThat(now).containsExactly(reference.logits(IDS).floats(), within(1e-4f));
        }
        if (from == 0) continue;
        try (var frozen = adapted.frozenCopy();
            var fast = adapted.fastCopy()) {
          assertThat(logits(frozen)).containsExactly(now, within(1e-4f));
          assertThat(logits(fast)).containsExactly(now, within(1e-4f));
          RandomDecoder.disturb(adapted);
          assertThat(logits(frozen)).containsExactly(now, within(1e-4f));
          assertThat(frozen.trained()).isEmpty();
        }
      }
    }
  }

  @Test
  void onlyAdaptersAreTrained() {
    for (int from = 0; from < 3; from++) {
      try (var decoder = decoder(Arithmetic.FP32, new TrainedLayers(from, 4, 9))) {
        assertThat(decoder.trained())
            .hasSize((3 - from) * 4 * 2)
            .allMatch(one -> one.size(0) == 4 || one.size(1) == 4)
            .hasSameSizeAs(decoder.trainedInStream());
        assertThat(decoder.adapterRank()).contains(4);
        assertThat(decoder.trainedWeights().keySet())
            .hasSize((3 - from) * 9)
            .allMatch(name -> name.startsWith("model.layers."));
      }
    }
  }

  @Test
  void theSeedAloneDecidesWhatAdaptersBeginWith() {
    assertThat(first(1)).containsExactly(first(1)).isNotEqualTo(first(2));
  }

  private static float[] first(long seed) {
    try (var decoder = decoder(Arithmetic.FP32, new TrainedLayers(1, 4, seed));
        var _ = TensorScope.inference()) {
      return decoder.trained().getFirst().floats();
    }
  }

  private static Decoder decoder(Arithmetic arithmetic, TrainedLayers trained) {
    return RandomDecoder.of(RandomDecoder.CONFIG, arithmetic, trained);
  }

  private static float[] logits(Decoder decoder) {
    try (var _ = TensorScope.inference()) {
      return decoder
          .head()
          .logits(
              decoder
                  .head()
                  .normalized(decoder.sequences().below(3, SequenceRows.of(List.of(IDS)))))
          .floats();
    }
  }
}

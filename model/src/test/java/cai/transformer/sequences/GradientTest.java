package cai.transformer.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.TokenLoss;
import cai.transformer.Arithmetic;
import cai.transformer.RandomDecoder;
import cai.transformer.RandomWeights;
import cai.transformer.ReferenceDecoder;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradientTest {
  private static final int[][] IDS = {
    IntStream.range(0, 40).map(i -> (i * i + 7 * i) % 50).toArray()
  };
  private static final RandomWeights TEACHER = new RandomWeights(RandomDecoder.CONFIG, 9, 0.2);
  private static final int[] TARGETS = IntStream.range(0, 40).map(i -> (i * 11) % 50).toArray();

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void gradientsAgreeWithFiniteDifferences(int rank) {
    try (var decoder = decoder(Arithmetic.FP32, 0, rank)) {
      backward(decoder, IDS, TARGETS);
      for (Tensor tensor : decoder.trained()) {
        float[] gradient;
        try (var _ = TensorScope.inference()) {
          gradient = tensor.gradient().floats();
        }
        int at = largest(gradient);
        double numeric = difference(tensor, at, () -> loss(decoder, IDS, TARGETS));
        assertThat((double) gradient[at])
            .isCloseTo(numeric, within(0.02 * Math.abs(numeric) + 2e-3));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void roundsGiveTheGradientsOfTheReference(int rank) {
    int rows = 10 * 60; // more than one round
    int[][] ids = new int[10][];
    for (int b = 0; b < 10; b++) {
      int start = b;
      ids[b] = IntStream.range(0, 60).map(i -> (start + i * 13) % 50).toArray();
    }
    int[] targets = IntStream.range(0, rows).map(i -> (i * 5) % 50).toArray();
    for (int from : new int[] {0, 2}) {
      try (var decoder = decoder(Arithmetic.FP32, from, rank)) {
        double sum = backward(decoder, ids, targets);
        try (var _ = TensorScope.training()) {
          List<float[]> found =
              decoder.trained().stream().map(one -> one.gradient().floats()).toList();
          decoder.trained().forEach(Tensor::clearGradient);
          Tensor loss = referenceLoss(decoder, ids, targets);
          loss.backward();
          assertThat(sum).isCloseTo(loss.item(), within(1e-2));
          for (int i = 0; i < found.size(); i++)
            assertThat(decoder.trained().get(i).gradient().floats())
                .containsExactly(found.get(i), within(1e-2f));
        }
      }
    }
  }

  // Rows 0, 2, 4 .. are learnt by their next tokens, the others are drawn to a teacher.
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "1, 3"})
  void aTeachersDivergenceHasTheGradientOfItsDefinition(int from, int rank) {
    try (var decoder = decoder(Arithmetic.FP32, from, rank);
        var teacher =
            Decoder.load(RandomDecoder.CONFIG, TEACHER, Arithmetic.FP32, TrainedLayers.none())) {
      int[] ids = IDS[0];
      int[] learnt = IntStream.range(0, ids.length).filter(i -> i % 2 == 0).toArray();
      int[] taught = IntStream.range(0, ids.length).filter(i -> i % 2 == 1).toArray();
      int[] next = Arrays.stream(learnt).map(row -> TARGETS[row]).toArray();
      RecordedPass.TwoSums sums;
      try (var _ = TensorScope.training()) {
        SequenceRows rows = SequenceRows.of(List.of(ids));
        Tensor states =
            teacher
                .head()
                .normalized(
                    teacher
                        .sequences()
                        .below(teacher.config().layers(), rows)
                        .select(0, Tensor.of(taught, taught.length)));
        sums =
            decoder
                .sequences()
                .recorded(decoder.sequences().below(decoder.trainedFrom(), rows), rows)
                .backward(
                    new RecordedPass.Targets(learnt, next, 1),
                    (some, _) -> some.sum().neg(),
                    new RecordedPass.Teaching(taught, states, teacher.head()::logitsOfRows, 2.5));
      }
      try (var _ = TensorScope.training()) {
        List<float[]> found =
            decoder.trained().stream().map(one -> one.gradient().floats()).toList();
        decoder.trained().forEach(Tensor::clearGradient);
        Tensor logits = ReferenceOf.trained(decoder, RandomDecoder.WEIGHTS).logits(ids);
        Tensor of =
            ReferenceDecoder.of(RandomDecoder.CONFIG, TEACHER).logits(ids).detach().logSoftmax(1);
        Tensor own = logits.logSoftmax(1);
        Tensor rows = Tensor.of(taught, taught.length);
        Tensor student = own.select(0, rows);
        Tensor divergence = student.exp().mul(student.sub(of.select(0, rows))).sum();
        Tensor likelihood =
            own.select(0, Tensor.of(learnt, learnt.length))
                .gather(1, Tensor.of(next, next.length, 1))
                .sum()
                .neg();
        likelihood.add(divergence.mul(2.5)).backward();
        assertThat(sums.loss()).isCloseTo(likelihood.item(), within(1e-3));
        assertThat(sums.divergence()).isCloseTo(divergence.item(), within(1e-3));
        assertThat(sums.divergence()).isGreaterThan(0.01);
        for (int i = 0; i < found.size(); i++)
          assertThat(decoder.trained().get(i).gradient().floats())
              .containsExactly(found.get(i), within(1e-2f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void sequencesOfAllLengthsGiveTheGradientsOfEachAlone(int rank) {
    List<int[]> sequences =
        IntStream.of(1, 33, 2, 64, 17)
            .mapToObj(n -> IntStream.range(0, n).map(i -> (i * 7 + n) % 50).toArray())
            .toList();
    try (var decoder = decoder(Arithmetic.FP32, 1, rank)) {
      Tensor watched = decoder.trained().get(1);
      int tokens = sequences.stream().mapToInt(one -> one.length).sum();
      backward(decoder, sequences.toArray(int[][]::new), new int[tokens]);
      try (var _ = TensorScope.inference()) {
        float[] together = watched.gradient().floats();
        decoder.trained().forEach(Tensor::clearGradient);
        for (int[] one : sequences) backward(decoder, new int[][] {one}, new int[one.length]);
        assertThat(watched.gradient().floats()).containsExactly(together, within(1e-3f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void bf16GradientsPointWhereFp32OnesDo(int rank) {
    float[] exact = gradient(Arithmetic.FP32, rank);
    float[] rounded = gradient(Arithmetic.BF16, rank);
    double product = 0;
    double exactSquares = 0;
    double roundedSquares = 0;
    for (int i = 0; i < exact.length; i++) {
      product += exact[i] * rounded[i];
      exactSquares += exact[i] * exact[i];
      roundedSquares += rounded[i] * rounded[i];
    }
    assertThat(product / Math.sqrt(exactSquares * roundedSquares)).isGreaterThan(0.99);
  }

  /// All weights trained, or adapters that have learnt something.
  private static Decoder decoder(Arithmetic arithmetic, int from, int rank) {
    var trained = new TrainedLayers(from, rank, 5);
    Decoder decoder = RandomDecoder.of(RandomDecoder.CONFIG, arithmetic, trained);
    if (trained.adapted()) RandomDecoder.disturb(decoder);
    return decoder;
  }

  private static float[] gradient(Arithmetic arithmetic, int rank) {
    try (var decoder = decoder(arithmetic, 0, rank)) {
      backward(decoder, IDS, TARGETS);
      try (var _ = TensorScope.inference()) {
        return decoder.trained().get(2).gradient().floats();
      }
    }
  }

  /// The sum of the negative log-likelihoods of the targets of all sequences, a scalar.
  private static Tensor referenceLoss(Decoder decoder, int[][] ids, int[] targets) {
    ReferenceDecoder reference = ReferenceOf.trained(decoder, RandomDecoder.WEIGHTS);
    Tensor sum = Tensor.zeros(DType.FLOAT32);
    for (int b = 0; b < ids.length; b++)
      sum =
          sum.sub(
              TokenLoss.ofTargets(
                      reference.logits(ids[b]), targets, b * ids[b].length, ids[b].length)
                  .sum());
    return sum;
  }

  private static double backward(Decoder decoder, int[][] ids, int[] targets) {
    try (var _ = TensorScope.training()) {
      SequenceRows rows = SequenceRows.of(List.of(ids));
      Tensor frozen = decoder.sequences().below(decoder.trainedFrom(), rows);
      int[] all = IntStream.range(0, rows.tokens()).toArray();
      return decoder
          .sequences()
          .recorded(frozen, rows)
          .backward(new RecordedPass.Targets(all, targets, 1), (some, _) -> some.sum().neg());
    }
  }

  private static double loss(Decoder decoder, int[][] ids, int[] targets) {
    try (var _ = TensorScope.inference()) {
      return referenceLoss(decoder, ids, targets).item();
    }
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 0; i < values.length; i++)
      if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
    return best;
  }

  private static double difference(Tensor tensor, int at, DoubleSupplier loss) {
    double step = 2e-3;
    nudge(tensor, at, step);
    double above = loss.getAsDouble();
    nudge(tensor, at, -2 * step);
    double below = loss.getAsDouble();
    nudge(tensor, at, step);
    return (above - below) / (2 * step);
  }

  private static void nudge(Tensor tensor, int at, double step) {
    try (var _ = TensorScope.inference()) {
      float[] delta = new float[(int) tensor.elements()];
      delta[at] = (float) step;
      tensor.addInPlace(Tensor.of(delta, tensor.shape()));
    }
  }
}

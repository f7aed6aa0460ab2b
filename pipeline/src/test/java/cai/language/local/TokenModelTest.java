package cai.language.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import cai.language.local.TokenModel.Asked;
import cai.language.local.TokenModel.Item;
import cai.language.local.TokenModel.Sampled;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.tokenizer.ByteTokenizer;
import cai.training.TokenLoss;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomWeights;
import cai.transformer.ReferenceDecoder;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenModelTest {
  private static final ModelConfig CONFIG =
      new ModelConfig(3, 32, 4, 2, 8, 48, 257, 512, 1e-5, 10_000, Optional.empty(), true);
  private static final RandomWeights WEIGHTS = new RandomWeights(CONFIG, 3, 0.15);
  private static final ReferenceDecoder REFERENCE = ReferenceDecoder.of(CONFIG, WEIGHTS);
  private static final String SHARED =
      "What every one of the prompts has in front of it. ".repeat(3);
  private final ByteTokenizer tokenizer = new ByteTokenizer();

  @Test
  void neitherBatchNorOrderNorSharingChangesWhatIsSampled() {
    var sampling = new Sampling(0.9, 0.95, 0, 24, List.of(), 5);
    try (var decoder = decoder()) {
      List<String> prompts = prompts();
      List<Sampled> alone = new ArrayList<>();
      for (int i = 0; i < prompts.size(); i++)
        alone.addAll(generate(decoder, 1, List.of(prompts.get(i)), new int[] {i}, sampling));
      int[] order = {0, 1, 2, 3, 4, 5, 6};
      List<Sampled> together = generate(decoder, 8, prompts, order, sampling);
      int[] reversed = {6, 5, 4, 3, 2, 1, 0};
      List<Sampled> backwards = generate(decoder, 3, prompts.reversed(), reversed, sampling);
      for (int i = 0; i < prompts.size(); i++) {
        assertSame(together.get(i), alone.get(i));
        assertSame(backwards.get(6 - i), alone.get(i));
      }
    }
  }

  @Test
  void sampledLogProbabilitiesAreThoseOfScoring() {
    var sampling = new Sampling(0.7, 0.9, 0, 12, List.of(), 5);
    try (var decoder = decoder();
        var model = new TokenModel(decoder, tokenizer, 4)) {
      List<int[]> prompts = prompts().stream().map(tokenizer::encode).toList();
      List<Sampled> sampled = model.generate(items(prompts), sampling);
      List<List<int[]>> wanted = sampled.stream().map(s -> List.of(s.ids())).toList();
      List<List<double[]>> scores = model.score(asked(prompts), wanted);
      for (int i = 0; i < prompts.size(); i++)
        assertThat(scores.get(i).getFirst())
            .containsExactly(sampled.get(i).logProbabilities(), within(1e-4));
    }
  }

  @Test
  void scoringAsATreeAgreesWithWholeSequences() {
    try (var decoder = decoder();
        var model = new TokenModel(decoder, tokenizer, 3)) {
      List<int[]> prompts = prompts().stream().map(tokenizer::encode).toList();
      List<int[]> answers = List.of(tokenizer.encode(" (A)"), tokenizer.encode("?"));
      assertScores(model, prompts, answers);
    }
  }

  @Test
  void promptsThatGoOnWithTheLastOnesGiveWhatNewOnesGive() {
    var sampling = new Sampling(0.9, 0.95, 0, 10, List.of(), 5);
    try (var decoder = decoder();
        var model = new TokenModel(decoder, tokenizer, 4)) {
      List<int[]> prompts = prompts().stream().map(tokenizer::encode).toList();
      List<Sampled> first = model.generate(items(prompts), sampling);
      var longer = new ArrayList<int[]>();
      for (int i = 0; i < prompts.size(); i++)
        longer.add(
            joined(prompts.get(i), first.get(i).ids(), tokenizer.encode(" Now revise " + i)));
      List<Sampled> continued = model.generate(items(longer), sampling);
      List<int[]> answers = List.of(tokenizer.encode(" Yes"), tokenizer.encode(" No"));
      try (var fresh = new TokenModel(decoder, tokenizer, 4)) {
        List<Sampled> expected = fresh.generate(items(longer), sampling);
        for (int i = 0; i < longer.size(); i++) assertSame(continued.get(i), expected.get(i));
      }
      assertScores(model, longer, answers);
    }
  }

  @Test
  void promptsThatShareMoreThanTheSequenceTheyGoOnWithGiveWhatNewOnesGive() {
    var sampling = new Sampling(0.9, 0.95, 0, 10, List.of(), 5);
    for (String more : List.of("", "!", " Now revise.", SHARED))
      for (int copies = 1; copies <= 4; copies++)
        try (var decoder = decoder();
            var model = new TokenModel(decoder, tokenizer, 4, Set.of(2));
            var fresh = new TokenModel(decoder, tokenizer, 4, Set.of(2))) {
          int[] prompt = tokenizer.encode(SHARED + "One prompt alone.");
          Sampled first = model.generate(items(List.of(prompt)), sampling).getFirst();
          int[] longer = joined(prompt, first.ids(), tokenizer.encode(more));
          List<int[]> prompts = Collections.nCopies(copies, longer);
          assertScores(model, prompts, List.of(tokenizer.encode(" Yes")));
          assertStreams(model, prompts, 2);
          List<Sampled> continued = model.generate(items(prompts), sampling);
          List<Sampled> expected = fresh.generate(items(prompts), sampling);
          for (int i = 0; i < copies; i++) assertSame(continued.get(i), expected.get(i));
        }
  }

  @Test
  void promptsWithACommonBeginningAreForkedFromIt() {
    var sampling = new Sampling(0, 1, 0, 6, List.of(), 5);
    try (var decoder = decoder();
        var model = new TokenModel(decoder, tokenizer, 8)) {
      List<int[]> prompts = questionsInTwoContexts();
      List<Sampled> sampled = model.generate(items(prompts), sampling);
      for (int i = 0; i < prompts.size(); i++)
        assertThat(sampled.get(i).logProbabilities())
            .containsExactly(naive(prompts.get(i), sampled.get(i).ids()), within(1e-4));
    }
  }

  @Test
  void questionsAboutOneContextAreScoredAsOneTree() {
    try (var decoder = decoder();
        var model = new TokenModel(decoder, tokenizer, 8)) {
      List<int[]> answers = List.of(tokenizer.encode(" Yes"), tokenizer.encode(" No, never"));
      var prompts = new ArrayList<int[]>();
      for (int item = 0; item < 3; item++)
        for (int question = 0; question < 4; question++)
          prompts.add(
              tokenizer.encode(
                  SHARED + "Item " + item + " with its answer. Is it? ".repeat(1 + question)));
      assertScores(model, prompts, answers);
    }
  }

  @Test
  void aStopTextEndsTheContinuationBeforeIt() {
    try (var decoder = decoder();
        var model = new TokenModel(decoder, tokenizer, 4)) {
      var free = new Sampling(0, 1, 0, 16, List.of(), 5);
      var item = new Item(tokenizer.encode("Once"), new SplittableRandom(1));
      Sampled whole = model.generate(List.of(item), free).getFirst();
      assertThat(whole.ending()).isEqualTo(Ending.LENGTH);
      String stop = whole.text().substring(whole.text().length() - 1);
      var stopping = new Sampling(0, 1, 0, 16, List.of(stop), 5);
      Sampled cut = model.generate(List.of(item), stopping).getFirst();
      assertThat(cut.ending()).isEqualTo(Ending.STOP);
      assertThat(cut.text()).isEqualTo(whole.text().substring(0, whole.text().indexOf(stop)));
    }
  }

  @Test
  void topKOneIsGreedy() {
    try (var decoder = decoder();
        var model = new TokenModel(decoder, tokenizer, 4)) {
      var item = new Item(tokenizer.encode("Once"), new SplittableRandom(1));
      var greedy = new Sampling(0, 1, 0, 8, List.of(), 5);
      var one = new Sampling(1.3, 1, 1, 8, List.of(), 5);
      assertThat(model.generate(List.of(item), one).getFirst().ids())
          .isEqualTo(model.generate(List.of(item), greedy).getFirst().ids());
    }
  }

  @Test
  void streamsOfSampledSequencesAreThoseOfWholeOnes() {
    var sampling = new Sampling(1, 1, 0, 20, List.of("e", "\n", "0"), 5);
    try (var decoder = decoder();
        var model = new TokenModel(decoder, tokenizer, 3, Set.of(1, 2))) {
      List<int[]> prompts = prompts().stream().map(tokenizer::encode).toList();
      List<Sampled> sampled = model.generate(items(prompts), sampling);
      assertThat(sampled.stream().map(one -> one.ids().length).distinct().count()).isGreaterThan(2);
      var cut = new ArrayList<int[]>();
      var whole = new ArrayList<int[]>();
      var other = new ArrayList<int[]>();
      for (int i = 0; i < prompts.size(); i++) {
        int[] all = joined(prompts.get(i), sampled.get(i).ids());
        whole.add(all);
        cut.add(Arrays.copyOf(all, all.length - 1));
        other.add(joined(prompts.get(i), new int[] {sampled.get(i).ids()[0]}, new int[] {7, 9}));
      }
      for (int depth : new int[] {1, 2}) {
        assertStreams(model, cut, depth);
        assertStreams(model, whole, depth);
        assertStreams(model, other, depth);
        assertStreams(model, List.of(tokenizer.encode("Another text")), depth);
      }
    }
  }

  @Test
  void streamsOfForkedPromptsAreThoseOfWholeSequences() {
    var sampling = new Sampling(1, 1, 0, 6, List.of(), 5);
    try (var decoder = decoder();
        var model = new TokenModel(decoder, tokenizer, 8, Set.of(2))) {
      List<int[]> prompts = questionsInTwoContexts();
      List<Sampled> sampled = model.generate(items(prompts), sampling);
      var whole = new ArrayList<int[]>();
      for (int i = 0; i < prompts.size(); i++)
        whole.add(joined(prompts.get(i), sampled.get(i).ids()));
      assertStreams(model, whole, 2);
    }
  }

  private static void assertStreams(TokenModel model, List<int[]> sequences, int depth) {
    List<Tensor> streams = model.streams(sequences, depth);
    try (var _ = TensorScope.inference()) {
      for (int i = 0; i < sequences.size(); i++) {
        Tensor expected = REFERENCE.stream(depth, sequences.get(i));
        assertThat(streams.get(i).shape()).containsExactly(sequences.get(i).length, 32);
        assertThat(streams.get(i).floats()).containsExactly(expected.floats(), within(1e-4f));
      }
    } finally {
      streams.forEach(Tensor::close);
    }
  }

  private static List<Asked> asked(List<int[]> prompts) {
    return prompts.stream().map(ids -> new Asked(ids, 0)).toList();
  }

  private static List<Item> items(List<int[]> prompts) {
    return prompts.stream().map(p -> new Item(p, new SplittableRandom(p.length))).toList();
  }

  private static int[] joined(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  /// That each answer behind each prompt has the scores of whole sequences one by one.
  private static void assertScores(TokenModel model, List<int[]> prompts, List<int[]> answers) {
    List<List<double[]>> scores =
        model.score(asked(prompts), prompts.stream().map(_ -> answers).toList());
    for (int i = 0; i < prompts.size(); i++)
      for (int j = 0; j < answers.size(); j++)
        assertThat(scores.get(i).get(j))
            .containsExactly(naive(prompts.get(i), answers.get(j)), within(1e-4));
  }

  private static void assertSame(Sampled actual, Sampled expected) {
    assertThat(actual.ids()).isEqualTo(expected.ids());
    assertThat(actual.logProbabilities())
        .containsExactly(expected.logProbabilities(), within(1e-4));
  }

  private List<Sampled> generate(
      Decoder decoder, int rows, List<String> prompts, int[] seeds, Sampling sampling) {
    try (var model = new TokenModel(decoder, tokenizer, rows)) {
      var items = new ArrayList<Item>();
      for (int i = 0; i < prompts.size(); i++)
        items.add(new Item(tokenizer.encode(prompts.get(i)), new SplittableRandom(seeds[i])));
      return model.generate(items, sampling);
    }
  }

  private static List<String> prompts() {
    var prompts = new ArrayList<String>();
    for (int i = 0; i < 7; i++) prompts.add(SHARED + "Item " + "and more ".repeat(i) + i);
    return prompts;
  }

  private List<int[]> questionsInTwoContexts() {
    var prompts = new ArrayList<int[]>();
    for (String context : List.of("A context of some length, first. ", "Another, also long one: "))
      for (String question : List.of("Who?", "Who?", "What for?"))
        prompts.add(tokenizer.encode(context + question));
    return prompts;
  }

  private static double[] naive(int[] prompt, int[] answer) {
    int[] all = Arrays.copyOf(prompt, prompt.length + answer.length);
    System.arraycopy(answer, 0, all, prompt.length, answer.length);
    try (var _ = TensorScope.inference()) {
      var rows = REFERENCE.logits(all).narrow(0, prompt.length - 1, answer.length);
      float[] scores = TokenLoss.ofTargets(rows, answer, 0, answer.length).floats();
      double[] wide = new double[scores.length];
      for (int i = 0; i < wide.length; i++) wide[i] = scores[i];
      return wide;
    }
  }

  private static Decoder decoder() {
    return Decoder.load(CONFIG, WEIGHTS, Arithmetic.FP32, TrainedLayers.none());
  }
}

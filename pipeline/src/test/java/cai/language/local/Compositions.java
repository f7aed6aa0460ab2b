package cai.language.local;

import cai.language.Generation.Sampling;
import cai.language.local.TokenModel.Asked;
import cai.language.local.TokenModel.Item;
import cai.language.local.TokenModel.Sampled;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.tokenizer.Tokenizer;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Sequences alone and in random company, compared bit by bit. Where they differ it says in which
/// layer and at which token the difference begins.
final class Compositions {
  private static final int[] LENGTHS = {1, 7, 40, 63, 65, 130};
  private static final int MOST = 40;

  private final Decoder decoder;
  private final Tokenizer tokenizer;
  private final Sampling sampling;
  private final List<Case> cases;
  private final List<Outcome> alone = new ArrayList<>();

  /// A prompt, what begins it, and what is scored behind it.
  private record Case(Asked asked, long seed, List<int[]> continuations) {}

  private record Outcome(Sampled sampled, List<double[]> scores) {}

  /// @param longest prompt
  Compositions(Decoder decoder, Tokenizer tokenizer, Sampling sampling, int longest, long seed) {
    this.decoder = decoder;
    this.tokenizer = tokenizer;
    this.sampling = sampling;
    this.cases = cases(decoder.config().vocabulary(), longest, new Random(seed));
    for (Case one : cases) alone.addAll(outcomes(List.of(one), 1));
  }

  /// With and without a beginning in common, that is said or not, that ends in a block or not.
  private static List<Case> cases(int vocabulary, int longest, Random random) {
    var cases = new ArrayList<Case>();
    int[][] beginnings = {{}, ids(vocabulary, 20, random), ids(vocabulary, 90, random)};
    for (int[] beginning : beginnings) {
      for (boolean said : new boolean[] {false, true}) {
        for (int length : LENGTHS) {
          if (beginning.length + length > longest) continue;
          int[] prompt = joined(beginning, ids(vocabulary, length, random));
          var continuations = new ArrayList<int[]>();
          for (int i = 1; i <= 3; i++)
            continuations.add(ids(vocabulary, 1 + random.nextInt(4), random));
          var asked = new Asked(prompt, said ? beginning.length : 0);
          cases.add(new Case(asked, random.nextLong(), continuations));
          // The same prompt again, and as the beginning of another one.
          if (length % 5 == 0) cases.add(new Case(asked, random.nextLong(), continuations));
          if (length % 10 == 0) {
            int[] longer = joined(prompt, ids(vocabulary, 37, random));
            if (longer.length <= longest)
              cases.add(
                  new Case(new Asked(longer, asked.shared()), random.nextLong(), continuations));
          }
        }
      }
    }
    return cases;
  }

  private static int[] ids(int vocabulary, int count, Random random) {
    return random.ints(count, 5, vocabulary).toArray();
  }

  private static int[] joined(int[] first, int[] second) {
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private List<Outcome> outcomes(List<Case> some, int rows) {
    try (var model = new TokenModel(decoder, tokenizer, rows)) {
      List<Sampled> sampled = model.generate(items(some), sampling);
      try (var scorer = new TokenModel(decoder, tokenizer, rows)) {
        List<List<double[]>> scores =
            scorer.score(
                some.stream().map(Case::asked).toList(),
                some.stream().map(Case::continuations).toList());
        return IntStream.range(0, some.size())
            .mapToObj(i -> new Outcome(sampled.get(i), scores.get(i)))
            .toList();
      }
    }
  }

  private static List<Item> items(List<Case> some) {
    return some.stream()
        .map(one -> new Item(one.asked(), new SplittableRandom(one.seed())))
        .toList();
  }

  /// Items of random compositions that were not what they are alone.
  ///
  /// @return one line for each
  List<String> differences(int compositions, long seed) {
    var random = new Random(seed);
    var found = new ArrayList<String>();
    for (int i = 0; i < compositions; i++) {
      List<Integer> order =
          IntStream.range(0, cases.size()).boxed().collect(Collectors.toCollection(ArrayList::new));
      Collections.shuffle(order, random);
      List<Integer> chosen = order.subList(0, 2 + random.nextInt(Math.min(MOST, order.size()) - 1));
      found.addAll(differences(chosen, 1 + random.nextInt(MOST)));
    }
    return found;
  }

  private List<String> differences(List<Integer> chosen, int rows) {
    List<Case> some = chosen.stream().map(cases::get).toList();
    List<Outcome> together = outcomes(some, rows);
    var found = new ArrayList<String>();
    for (int i = 0; i < some.size(); i++) {
      Outcome own = alone.get(chosen.get(i));
      Outcome other = together.get(i);
      String name =
          "%d tokens, %d shared, among %d, %d at once: "
              .formatted(
                  some.get(i).asked().ids().length,
                  some.get(i).asked().shared(),
                  some.size(),
                  rows);
      if (!same(own.sampled(), other.sampled())) found.add(name + origin(some, i, rows));
      if (!same(own.scores(), other.scores())) found.add(name + "scores differ");
    }
    return found;
  }

  private static boolean same(Sampled one, Sampled other) {
    return Arrays.equals(one.ids(), other.ids())
        && Arrays.equals(one.logProbabilities(), other.logProbabilities());
  }

  private static boolean same(List<double[]> one, List<double[]> other) {
    return Arrays.deepEquals(one.toArray(), other.toArray());
  }

  /// Where the residual streams of a sampled sequence begin to differ.
  private String origin(List<Case> some, int which, int rows) {
    Set<Integer> depths = new TreeSet<>();
    for (int layer = 1; layer <= decoder.config().layers(); layer++) depths.add(layer);
    List<float[]> own = streams(some.subList(which, which + 1), 0, 1, depths);
    List<float[]> among = streams(some, which, rows, depths);
    int width = decoder.config().width();
    int prompt = some.get(which).asked().ids().length;
    for (int layer = 0; layer < own.size(); layer++) {
      int at = Arrays.mismatch(own.get(layer), among.get(layer));
      if (at >= 0)
        return "layer %d, token %d, which is %s"
            .formatted(layer, at / width, at / width < prompt ? "of the prompt" : "sampled");
    }
    return "behind the last layer";
  }

  private List<float[]> streams(List<Case> some, int which, int rows, Set<Integer> depths) {
    List<Case> said = // streams are those behind no prefix
        some.stream()
            .map(one -> new Case(new Asked(one.asked().ids(), 0), one.seed(), one.continuations()))
            .toList();
    try (var model = new TokenModel(decoder, tokenizer, rows, depths)) {
      Sampled sampled = model.generate(items(said), sampling).get(which);
      int[] all = joined(some.get(which).asked().ids(), sampled.ids());
      int[] known = Arrays.copyOf(all, all.length - 1);
      var streams = new ArrayList<float[]>();
      try (var _ = TensorScope.inference()) {
        for (int depth : depths) {
          Tensor stream = model.streams(List.of(known), depth).getFirst();
          streams.add(stream.floats());
          stream.close();
        }
      }
      return streams;
    }
  }
}

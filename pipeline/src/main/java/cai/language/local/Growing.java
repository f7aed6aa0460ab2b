package cai.language.local;

import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import cai.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A continuation while it is being sampled.
final class Growing {
  private final Tokenizer tokenizer;
  private final Sampling sampling;
  private final RandomGenerator random;
  private final int[] ids;
  private final double[] logProbabilities;
  private int length;
  private String text = "";
  private Optional<Ending> ending = Optional.empty();

  Growing(Tokenizer tokenizer, Sampling sampling, RandomGenerator random) {
    this.tokenizer = tokenizer;
    this.sampling = sampling;
    this.random = random;
    ids = new int[sampling.maxTokens()];
    logProbabilities = new double[sampling.maxTokens()];
  }

  RandomGenerator random() {
    return random;
  }

  boolean ended() {
    return ending.isPresent();
  }

  int lastToken() {
    return ids[length - 1];
  }

  void add(TokenSampler.Draw draw) {
    ids[length] = draw.token();
    logProbabilities[length++] = draw.logProbability();
    if (tokenizer.endOfText().contains(draw.token())) {
      text = tokenizer.decode(Arrays.copyOf(ids, length - 1));
      ending = Optional.of(Ending.END_OF_TEXT);
      return;
    }
    text = tokenizer.decode(Arrays.copyOf(ids, length));
    int stop = firstStop();
    if (stop >= 0) {
      text = text.substring(0, stop);
      ending = Optional.of(Ending.STOP);
    } else if (length == ids.length) {
      ending = Optional.of(Ending.LENGTH);
    }
  }

  private int firstStop() {
    int first = -1;
    for (String stop : sampling.stops()) {
      int at = text.indexOf(stop);
      if (at >= 0 && (first < 0 || at < first)) first = at;
    }
    return first;
  }

  TokenModel.Sampled sampled() {
    return new TokenModel.Sampled(
        Arrays.copyOf(ids, length),
        Arrays.copyOf(logProbabilities, length),
        text,
        ending.orElseThrow());
  }
}

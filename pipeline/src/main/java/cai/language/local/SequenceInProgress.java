package cai.language.local;

import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import cai.tokenizer.TextStream;
import cai.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A prompt and its continuation, while the continuation is sampled token by token.
final class SequenceInProgress {
  private final int[] prompt;
  private final RandomGenerator random;
  private final Tokenizer tokenizer;
  private final Sampling sampling;
  private final int[] ids;
  private final double[] logProbabilities;
  private int length;
  private final TextStream stream;
  private final StringBuilder text = new StringBuilder();
  private Optional<Ending> ending = Optional.empty();

  SequenceInProgress(TokenModel.Item item, Tokenizer tokenizer, Sampling sampling) {
    this.prompt = item.prompt();
    this.random = item.random();
    this.tokenizer = tokenizer;
    this.sampling = sampling;
    ids = new int[sampling.maxTokens()];
    logProbabilities = new double[sampling.maxTokens()];
    stream = new TextStream(tokenizer, prompt);
  }

  int[] prompt() {
    return prompt;
  }

  /// The prompt and all tokens sampled so far.
  int[] all() {
    int[] all = Arrays.copyOf(prompt, prompt.length + length);
    System.arraycopy(ids, 0, all, prompt.length, length);
    return all;
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
      end(Ending.END_OF_TEXT);
      return;
    }
    int before = text.length();
    text.append(stream.append(draw.token()));
    if (cutAtStop(before)) ending = Optional.of(Ending.STOP);
    else if (length == ids.length) end(Ending.LENGTH);
  }

  private void end(Ending how) {
    int before = text.length();
    text.append(stream.end());
    ending = Optional.of(cutAtStop(before) ? Ending.STOP : how);
  }

  /// Cuts the text at its first stop text.
  ///
  /// @param before length of the text that is known to have no stop
  /// @return whether there is a stop
  private boolean cutAtStop(int before) {
    int first = -1;
    for (String stop : sampling.stops()) {
      int at = text.indexOf(stop, Math.max(0, before - stop.length() + 1));
      if (at >= 0 && (first < 0 || at < first)) first = at;
    }
    if (first >= 0) text.setLength(first);
    return first >= 0;
  }

  TokenModel.Sampled sampled() {
    return new TokenModel.Sampled(
        Arrays.copyOf(ids, length),
        Arrays.copyOf(logProbabilities, length),
        text.toString(),
        ending.orElseThrow());
  }
}

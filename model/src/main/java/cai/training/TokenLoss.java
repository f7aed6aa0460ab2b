package cai.training;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.List;

/// Log-probabilities of given tokens, computed for some rows at a time, so that the logits of all
/// rows never exist at once.
public final class TokenLoss {
  /// Rows whose logits exist at the same time.
  private static final int CHUNK = 256;

  private TokenLoss() {}

  /// Log-probabilities of given next tokens. **Shape**: normalized [rows, width]; result [rows],
  /// nats.
  public static float[] logProbabilities(Decoder decoder, Tensor normalized, int[] targets) {
    var parts = new ArrayList<float[]>();
    for (int from = 0; from < targets.length; from += CHUNK) {
      int count = Math.min(CHUNK, targets.length - from);
      try (var _ = TensorScope.inference()) {
        Tensor logits = decoder.head().logits(normalized.narrow(0, from, count));
        parts.add(ofTargets(logits, targets, from, count).floats());
      }
    }
    return joined(parts, targets.length);
  }

  /// Log-probabilities of the targets of a chunk. **Shape**: logits [count, vocab] give [count].
  public static Tensor ofTargets(Tensor logits, int[] targets, int from, int count) {
    int[] some = java.util.Arrays.copyOfRange(targets, from, from + count);
    return ofTargets(logits, Tensor.of(some, count, 1), logits.logSumExp(1));
  }

  /// Log-probabilities of the targets of a chunk whose log-sum-exps are known. **Shape**: logits
  /// [count, vocab], targets [count, 1] and sums [count] give [count].
  public static Tensor ofTargets(Tensor logits, Tensor targets, Tensor sums) {
    return logits.gather(1, targets).view(targets.size(0)).sub(sums);
  }

  private static float[] joined(List<float[]> parts, int length) {
    float[] all = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}

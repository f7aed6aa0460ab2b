package cai.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Random numbers of a run: each item of a stage draws from a generator of its own, so results do
/// not depend on threads, batches or order.
public record Seeds(long runSeed) {
  /// The generator of one item of a stage.
  public RandomGenerator generator(String stageWord, String itemId) {
    return new SplittableRandom(seed(stageWord, itemId));
  }

  /// The seed of one item of a stage.
  public long seed(String stageWord, String itemId) {
    try {
      byte[] text = (runSeed + "\n" + stageWord + "\n" + itemId).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return java.nio.ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

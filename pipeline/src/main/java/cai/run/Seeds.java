package cai.run;

import cai.storage.ContentHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Random numbers of a run: each item of each stage has a generator of its own, so that neither
/// batch nor order nor an interruption changes what is drawn for it.
public record Seeds(long runSeed) {
  /// A generator for one item. Its algorithm is specified by the Java library and does not change.
  public RandomGenerator generator(String stageWord, String itemId) {
    return new SplittableRandom(seed(stageWord, itemId));
  }

  /// The numbers below `count` in a random order.
  public int[] shuffled(String stageWord, String itemId, int count) {
    RandomGenerator random = generator(stageWord, itemId);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /// The first 8 bytes of SHA-256 over run seed, length of the word, word and id.
  public long seed(String stageWord, String itemId) {
    byte[] word = stageWord.getBytes(StandardCharsets.UTF_8);
    byte[] id = itemId.getBytes(StandardCharsets.UTF_8);
    // The length keeps ("a", "bc") and ("ab", "c") apart.
    var input = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + word.length + id.length);
    input.putLong(runSeed).putInt(word.length).put(word).put(id);
    return ByteBuffer.wrap(ContentHash.sha256().digest(input.array())).getLong();
  }
}

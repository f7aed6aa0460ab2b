package cai.checkpoint;

import cai.checkpoint.tensors.StoredTensor;
import cai.transformer.ModelConfig;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Decides which stored tensor is the output head and which the embedding. A configuration that
/// says "tied" is overruled by files that store a head different from the embedding.
///
/// **Source**: `tie_weights` of `transformers` 5.
///
/// @param tied whether the embedding is also the head
/// @param tensors by name; without a head if it is tied
record Head(boolean tied, Map<String, StoredTensor> tensors) {
  Head(ModelConfig written, Map<String, StoredTensor> stored) {
    this(tied(written, stored), stored);
  }

  Head {
    tensors = tied ? withoutHead(tensors) : tensors;
  }

  private static boolean tied(ModelConfig written, Map<String, StoredTensor> stored) {
    StoredTensor embedding = stored.get(LlamaWeights.EMBEDDING);
    StoredTensor head = stored.get(LlamaWeights.HEAD);
    if (!written.tiedEmbeddings()) return false;
    return embedding == null || head == null || same(embedding, head);
  }

  /// If only the head is stored, it is also the embedding.
  private static Map<String, StoredTensor> withoutHead(Map<String, StoredTensor> stored) {
    var tensors = new LinkedHashMap<>(stored);
    StoredTensor head = tensors.remove(LlamaWeights.HEAD);
    if (head != null) tensors.putIfAbsent(LlamaWeights.EMBEDDING, head);
    return tensors;
  }

  private static boolean same(StoredTensor one, StoredTensor other) {
    if (!one.shape().equals(other.shape())) return false;
    if (one.type() != other.type()) return Arrays.equals(one.read(), other.read());
    return MemorySegment.mismatch(one.stored(), 0, one.bytes(), other.stored(), 0, other.bytes())
        < 0;
  }
}

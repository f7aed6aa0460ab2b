package cai.checkpoint;

import cai.checkpoint.tensors.StoredTensor;
import cai.transformer.ModelConfig;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which stored tensor is the output head, and which the embedding. A configuration that ties them
/// is right only where the files do not say otherwise.
///
/// **Source**: `tie_weights` of `transformers` 5.
///
/// @param tied whether the embedding is the head
/// @param tensors by name; without a head where it is tied
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

  /// A head that is stored alone is the embedding too.
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

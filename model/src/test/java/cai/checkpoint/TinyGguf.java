package cai.checkpoint;

import cai.transformer.ModelConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes GGUF files of one layer, right ones and wrong ones. Everything may be changed before
/// [#bytes()].
final class TinyGguf {
  static final ModelConfig CONFIG = TinyWeights.config(Optional.empty(), true);

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("model.embed_tokens.weight", "token_embd.weight"),
          Map.entry("model.layers.0.input_layernorm.weight", "blk.0.attn_norm.weight"),
          Map.entry("model.layers.0.self_attn.q_proj.weight", "blk.0.attn_q.weight"),
          Map.entry("model.layers.0.self_attn.k_proj.weight", "blk.0.attn_k.weight"),
          Map.entry("model.layers.0.self_attn.v_proj.weight", "blk.0.attn_v.weight"),
          Map.entry("model.layers.0.self_attn.o_proj.weight", "blk.0.attn_output.weight"),
          Map.entry("model.layers.0.post_attention_layernorm.weight", "blk.0.ffn_norm.weight"),
          Map.entry("model.layers.0.mlp.gate_proj.weight", "blk.0.ffn_gate.weight"),
          Map.entry("model.layers.0.mlp.up_proj.weight", "blk.0.ffn_up.weight"),
          Map.entry("model.layers.0.mlp.down_proj.weight", "blk.0.ffn_down.weight"),
          Map.entry("model.norm.weight", "output_norm.weight"));

  /// @param sizes contiguous dimension first
  record Tensor(List<Long> sizes, int type, long offset, float[] numbers) {
    Tensor withSizes(Long... others) {
      return new Tensor(List.of(others), type, offset, numbers);
    }

    Tensor withType(int other) {
      return new Tensor(sizes, other, offset, numbers);
    }

    Tensor withOffset(long other) {
      return new Tensor(sizes, type, other, numbers);
    }
  }

  int magic = 0x46554747;
  int version = 3;
  Optional<Long> tensorCount = Optional.empty();
  Optional<Long> keyCount = Optional.empty();
  final Map<String, Object> metadata = new LinkedHashMap<>();
  final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private final ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  TinyGguf() {
    metadata.put("general.architecture", "llama");
    metadata.put("llama.block_count", CONFIG.layers());
    metadata.put("llama.context_length", CONFIG.contextLength());
    metadata.put("llama.embedding_length", CONFIG.width());
    metadata.put("llama.feed_forward_length", CONFIG.feedForwardWidth());
    metadata.put("llama.attention.head_count", CONFIG.heads());
    metadata.put("llama.attention.head_count_kv", CONFIG.keyValueHeads());
    metadata.put("llama.rope.freq_base", (float) CONFIG.ropeTheta());
    metadata.put("llama.attention.layer_norm_rms_epsilon", (float) CONFIG.normEpsilon());
    metadata.put("tokenizer.ggml.model", "gpt2");
    metadata.put("tokenizer.ggml.pre", "smollm");
    metadata.put(
        "tokenizer.ggml.tokens", List.of("<end>", "a", "b", "ab", "c", "d", "e", "f", "g", "h"));
    metadata.put("tokenizer.ggml.token_type", List.of(3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    metadata.put("tokenizer.ggml.merges", List.of("a b"));
    metadata.put("tokenizer.ggml.eos_token_id", 0);
    metadata.put("tokenizer.chat_template", "{{ messages[0]['content'] }}");
    long offset = 0;
    for (var weight : LlamaWeights.shapes(CONFIG).entrySet()) {
      float[] numbers = TinyWeights.of(CONFIG).apply(weight.getKey());
      add(NAMES.get(weight.getKey()), weight.getValue(), offset, stored(weight.getKey(), numbers));
      offset += Math.ceilDiv(4L * numbers.length, 32) * 32;
    }
  }

  private void add(String name, List<Integer> shape, long offset, float[] numbers) {
    List<Long> sizes = shape.reversed().stream().map(Integer::longValue).toList();
    tensors.put(name, new Tensor(sizes, 0, offset, numbers));
  }

  /// Adds a tensor behind all others.
  void append(String name, float... numbers) {
    long end =
        tensors.values().stream()
            .mapToLong(t -> t.offset + 4L * t.numbers.length)
            .max()
            .orElseThrow();
    add(name, List.of(numbers.length), Math.ceilDiv(end, 32) * 32, numbers);
  }

  /// As converters store queries and keys: `reshape(heads, 2, half, columns).swapaxes(1, 2)`.
  private static float[] stored(String name, float[] numbers) {
    boolean query = name.endsWith("q_proj.weight");
    if (!query && !name.endsWith("k_proj.weight")) return numbers;
    int heads = query ? CONFIG.heads() : CONFIG.keyValueHeads();
    int half = CONFIG.headWidth() / 2;
    int columns = CONFIG.width();
    float[] swapped = new float[numbers.length];
    int at = 0;
    for (int head = 0; head < heads; head++)
      for (int i = 0; i < half; i++)
        for (int part = 0; part < 2; part++)
          for (int column = 0; column < columns; column++)
            swapped[at++] = numbers[((head * 2 + part) * half + i) * columns + column];
    return swapped;
  }

  byte[] bytes() {
    out.clear();
    out.putInt(magic).putInt(version);
    out.putLong(tensorCount.orElse((long) tensors.size()));
    out.putLong(keyCount.orElse((long) metadata.size()));
    metadata.forEach((key, value) -> {
      string(key);
      out.putInt(type(value));
      value(value);
    });
    tensors.forEach((name, tensor) -> {
      string(name);
      out.putInt(tensor.sizes.size());
      tensor.sizes.forEach(out::putLong);
      out.putInt(tensor.type).putLong(tensor.offset);
    });
    while (out.position() % 32 != 0) out.put((byte) 0);
    int dataStart = out.position();
    for (Tensor tensor : tensors.values()) {
      while ((out.position() - dataStart) % 32 != 0) out.put((byte) 0);
      for (float number : tensor.numbers) out.putFloat(number);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /// Bytes that are written as they are, for values that no writer makes.
  record Raw(int type, byte... bytes) {}

  private static int type(Object value) {
    return switch (value) {
      case Raw raw -> raw.type;
      case String _ -> 8;
      case Integer _ -> 4;
      case Float _ -> 6;
      case Boolean _ -> 7;
      case List<?> _ -> 9;
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  private void value(Object value) {
    switch (value) {
      case Raw raw -> out.put(raw.bytes);
      case String text -> string(text);
      case Integer number -> out.putInt(number);
      case Float number -> out.putFloat(number);
      case Boolean truth -> out.put((byte) (truth ? 1 : 0));
      case List<?> list -> {
        out.putInt(type(list.getFirst())).putLong(list.size());
        new ArrayList<Object>(list).forEach(this::value);
      }
      default -> throw new IllegalArgumentException(value.toString());
    }
  }

  private void string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putLong(bytes.length).put(bytes);
  }
}

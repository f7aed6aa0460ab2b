package cai.tokenizer;

import cai.errors.UserError;
import cai.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// The tokens of a `tokenizer.json`: the piece of each id, and which tokens are special.
final class TokenTable {
  private final String[] contents;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Set<Integer> added = new HashSet<>();
  private final Set<Integer> special = new HashSet<>();
  private final boolean bytes;

  /// @param vocabulary number of rows of the embedding; ids must be smaller
  TokenTable(JsonObject json, int vocabulary) {
    JsonObject model = json.requiredObject("model");
    String type = model.string("type").orElse("BPE");
    if (!type.equals("BPE")) throw model.wrong("type", "BPE, the kind of the Llama family");
    contents = new String[vocabulary];
    JsonObject vocab = model.requiredObject("vocab");
    for (String content : vocab.fields().keySet())
      put(vocab, content, vocab.requiredInteger(content));
    for (Object entry : json.list("added_tokens").orElse(List.of())) put(added(json, entry));
    bytes = mentionsBytes(json.fields().get("decoder"));
  }

  @SuppressWarnings("unchecked")
  private static JsonObject added(JsonObject json, Object entry) {
    if (!(entry instanceof Map<?, ?>)) throw json.wrong("added_tokens", "a list of objects");
    return new JsonObject(json.where() + ": added_tokens", (Map<String, Object>) entry);
  }

  private void put(JsonObject token) {
    String content =
        token.string("content").orElseThrow(() -> token.wrong("content", "the token's text"));
    int id = token.requiredInteger("id");
    put(token, content, id);
    added.add(id);
    if (token.truth("special").orElse(false)) special.add(id);
  }

  private void put(JsonObject in, String content, int id) {
    if (id < 0 || id >= contents.length)
      throw new UserError(
          "%s: the token '%s' has the id %d, but the model has rows for ids 0 to %d only; use the tokenizer the model was trained with"
              .formatted(in.where(), content, id, contents.length - 1));
    contents[id] = content;
    ids.put(content, id);
  }

  private static boolean mentionsBytes(Object decoder) {
    return switch (decoder) {
      case Map<?, ?> map ->
          "ByteLevel".equals(map.get("type")) || mentionsBytes(map.get("decoders"));
      case List<?> list -> list.stream().anyMatch(TokenTable::mentionsBytes);
      case null, default -> false;
    };
  }

  OptionalInt id(String content) {
    Integer id = ids.get(content);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /// The number of rows of the embedding, which all ids are smaller than.
  int size() {
    return contents.length;
  }

  /// Whether the token is an added one, special or not, which is found in a text before it is
  /// split.
  boolean isAdded(int id) {
    return added.contains(id);
  }

  /// The contents of all added tokens, special or not.
  List<String> addedContents() {
    return added.stream().sorted().map(id -> contents[id]).toList();
  }

  boolean isSpecial(int id) {
    return special.contains(id);
  }

  /// The text of each id; empty for ids without a token.
  List<String> pieces(int[] tokens) {
    var pieces = new ArrayList<String>(tokens.length);
    for (int id : tokens) pieces.add(piece(id));
    return List.copyOf(pieces);
  }

  private String piece(int id) {
    String content = id < 0 || id >= contents.length ? null : contents[id];
    if (content == null) return "";
    if (added.contains(id)) return content;
    if (!bytes) return content.replace('\u2581', ' ');
    return ByteAlphabet.bytes(content).map(ByteAlphabet::shown).orElse(content);
  }
}

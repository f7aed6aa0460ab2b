package cai.tokenizer;

import cai.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Added tokens whose ids are beyond the rows of the model's embedding, for example a padding token
/// that was added to a tokenizer and not to the model. A token that nothing needs is removed, and
/// its name is then read as ordinary text.
final class RowlessTokens {
  private static final List<String> ROLES = List.of("bos_token", "eos_token", "unk_token");

  private RowlessTokens() {}

  /// The tokenizer's description without these tokens. Tokens that a role or the chat template
  /// needs are kept, and refused later because they have no row.
  ///
  /// @param json the text of `tokenizer.json`
  /// @param rows number of rows of the model's embedding
  static JsonObject without(JsonObject json, int rows, TokenizerFiles files, String where) {
    Set<String> needed = new HashSet<>();
    for (String role : ROLES) EndTokens.named(files, role, where).ifPresent(needed::add);
    String template = template(files, where);
    var kept = new ArrayList<Object>();
    var left = new HashSet<String>();
    for (Object entry : json.list("added_tokens").orElse(List.of())) {
      Optional<String> content = beyond(entry, rows);
      if (content.isEmpty() || needed.contains(content.get()) || template.contains(content.get()))
        kept.add(entry);
      else left.add(content.get());
    }
    return left.isEmpty() ? json : without(json, kept, left, rows);
  }

  private static JsonObject without(
      JsonObject json, List<Object> kept, Set<String> left, int rows) {
    var fields = new LinkedHashMap<>(json.fields());
    fields.put("added_tokens", kept);
    JsonObject model = json.requiredObject("model");
    var vocabulary = new LinkedHashMap<>(model.requiredObject("vocab").fields());
    vocabulary
        .entrySet()
        .removeIf(entry ->
            left.contains(entry.getKey()) && entry.getValue() instanceof Integer id && id >= rows);
    var changed = new LinkedHashMap<>(model.fields());
    changed.put("vocab", vocabulary);
    fields.put("model", changed);
    return new JsonObject(json.where(), fields);
  }

  private static Optional<String> beyond(Object entry, int rows) {
    return entry instanceof Map<?, ?> token
            && token.get("id") instanceof Integer id
            && id >= rows
            && token.get("content") instanceof String content
        ? Optional.of(content)
        : Optional.empty();
  }

  /// The source of all chat templates; empty if the model has none.
  private static String template(TokenizerFiles files, String where) {
    return files
        .text(TokenizerFiles.TEMPLATE)
        .or(() ->
            files
                .json(TokenizerFiles.SETTINGS, where)
                .map(settings -> String.valueOf(settings.fields().get("chat_template"))))
        .orElse("");
  }
}

package cai.tokenizer;

import cai.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Added tokens whose ids are beyond the model's rows, such as a padding token that somebody added
/// to a tokenizer and not to the model. One that nothing needs is no token of this model: it is
/// left out, and its text is a text as any other.
final class RowlessTokens {
  private static final List<String> ROLES = List.of("bos_token", "eos_token", "unk_token");

  private RowlessTokens() {}

  /// The description without them. Those that a role or the chat template needs stay, and are
  /// refused as all tokens without a row.
  ///
  /// @param json of the tokenizer
  /// @param rows of the model's embedding
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

  /// The source of the chat template, or of all of them; empty where the model has none.
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

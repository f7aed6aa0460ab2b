package cai.tokenizer;

import cai.errors.UserError;
import cai.json.JsonObject;
import cai.tokenizer.ChatTemplate.Message;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/// The ids at which a text ends.
///
/// @param all ids at which generation stops
/// @param answer the id that closes an assistant's answer; one of `all`
record EndTokens(Set<Integer> all, int answer) {
  /// Tokens that end a turn or a document in the chat formats of the Llama family. They count even
  /// if a model's settings do not name them, because settings of finetuned models often name only
  /// one of several.
  static final List<String> KNOWN =
      List.of(
          "<|im_end|>",
          "<|eot_id|>",
          "<|eom_id|>",
          "<|end_of_turn|>",
          "<end_of_turn>",
          "<|end|>",
          "<end_of_utterance>",
          "<|endoftext|>",
          "<|end_of_text|>");

  /// An answer that occurs in no template.
  private static final String ANSWER = "Jackdaws answered.";

  private static final Message QUESTION = new Message("user", "Who?");

  /// Some templates want a system turn.
  private static final List<List<Message>> CHATS =
      List.of(
          List.of(QUESTION, new Message("assistant", ANSWER)),
          List.of(new Message("system", "Be kind."), QUESTION, new Message("assistant", ANSWER)));

  EndTokens {
    all = Collections.unmodifiableSet(new LinkedHashSet<>(all));
  }

  static EndTokens of(
      TokenizerFiles files, TokenTable table, Function<String, int[]> encode, String where) {
    var all = new LinkedHashSet<Integer>();
    named(files, "eos_token", where).ifPresent(name -> table.id(name).ifPresent(all::add));
    files
        .json(TokenizerFiles.GENERATION, where)
        .ifPresent(settings -> all.addAll(ids(settings, "eos_token_id")));
    // The settings of some models name ids that the model has no row for; nothing can sample them.
    all.removeIf(id -> id < 0 || id >= table.size());
    for (String name : KNOWN) table.id(name).stream().filter(table::isAdded).forEach(all::add);
    OptionalInt closing = closing(files, table, encode, where);
    if (all.isEmpty() && closing.isEmpty())
      throw new UserError(
          where
              + ": neither tokenizer_config.json nor generation_config.json names an end-of-text"
              + " token; add eos_token to tokenizer_config.json");
    int answer = closing.orElseGet(() -> all.iterator().next());
    all.add(answer);
    return new EndTokens(all, answer);
  }

  /// A special token by its role, from tokenizer_config.json or special_tokens_map.json.
  static Optional<String> named(TokenizerFiles files, String role, String where) {
    return named(files, TokenizerFiles.SETTINGS, role, where)
        .or(() -> named(files, TokenizerFiles.SPECIAL_TOKENS, role, where));
  }

  private static Optional<String> named(
      TokenizerFiles files, String file, String role, String where) {
    return files
        .json(file, where)
        .flatMap(settings ->
            settings.fields().get(role) instanceof Map<?, ?>
                ? settings.requiredObject(role).string("content")
                : settings.string(role));
  }

  private static List<Integer> ids(JsonObject settings, String name) {
    if (!(settings.fields().get(name) instanceof List<?> list))
      return settings.integer(name).stream().toList();
    if (!list.stream().allMatch(Integer.class::isInstance))
      throw settings.wrong(name, "an id or a list of ids");
    return list.stream().map(Integer.class::cast).toList();
  }

  /// The first special token that the chat template writes after an answer. If there is none, the
  /// first added token that it writes there, because some models do not mark their end token as
  /// special.
  private static OptionalInt closing(
      TokenizerFiles files, TokenTable table, Function<String, int[]> encode, String where) {
    int[] after =
        files.chatTemplate(where).flatMap(EndTokens::afterAnswer).map(encode).orElse(new int[0]);
    OptionalInt special = Arrays.stream(after).filter(table::isSpecial).findFirst();
    return special.isPresent() ? special : Arrays.stream(after).filter(table::isAdded).findFirst();
  }

  /// The text that the template writes after an answer.
  static Optional<String> afterAnswer(ChatTemplate template) {
    return CHATS.stream().flatMap(chat -> afterAnswer(template, chat).stream()).findFirst();
  }

  private static Optional<String> afterAnswer(ChatTemplate template, List<Message> chat) {
    try {
      String text = template.render(chat, false);
      int at = text.lastIndexOf(ANSWER);
      return at < 0 ? Optional.empty() : Optional.of(text.substring(at + ANSWER.length()));
    } catch (UserError _) {
      // Whoever renders a chat with this template is told; texts without one need no template.
      return Optional.empty();
    }
  }
}

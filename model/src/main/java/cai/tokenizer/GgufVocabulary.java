package cai.tokenizer;

import cai.errors.UserError;
import cai.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The tokenizer in the metadata of a GGUF file: the keys `tokenizer.ggml.*` and
/// `tokenizer.chat_template`.
///
/// @param where the file, which begins the messages of errors
/// @param model `tokenizer.ggml.model`
/// @param pre `tokenizer.ggml.pre`: how text is cut before merging; empty where the file has none
/// @param tokens piece of each id
/// @param types kind of each id (1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte);
///   empty where the file has none
/// @param merges `left right`, most urgent first; empty where the file has none
/// @param scores of each id; empty where the file has none
public record GgufVocabulary(
    String where,
    String model,
    Optional<String> pre,
    List<String> tokens,
    List<Number> types,
    List<String> merges,
    List<Number> scores,
    Specials specials,
    Optional<String> chatTemplate) {

  /// Ids of tokens with a role, and which tokens are added to a text.
  ///
  /// @param begin `bos_token_id`
  /// @param end `eos_token_id`
  /// @param moreEnds `eot_token_id` and `eom_token_id`
  /// @param unknown `unknown_token_id`
  /// @param padding `padding_token_id`
  /// @param addBegin `add_bos_token`
  /// @param addEnd `add_eos_token`
  /// @param spacePrefix `add_space_prefix`
  public record Specials(
      Optional<Integer> begin,
      Optional<Integer> end,
      List<Integer> moreEnds,
      Optional<Integer> unknown,
      Optional<Integer> padding,
      Optional<Boolean> addBegin,
      Optional<Boolean> addEnd,
      Optional<Boolean> spacePrefix) {
    public Specials {
      moreEnds = List.copyOf(moreEnds);
    }

    private boolean has(int id) {
      return moreEnds.contains(id)
          || Stream.of(begin, end, unknown, padding).anyMatch(role -> role.equals(Optional.of(id)));
    }
  }

  private static final Pattern IN_BRACKETS = Pattern.compile("<[^\\s<>]+>|\\[[^\\s\\[\\]]+\\]");

  static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;

  public GgufVocabulary {
    tokens = named(tokens);
    types = List.copyOf(types);
    merges = List.copyOf(merges);
    scores = List.copyOf(scores);
    requireOneEach(where, "token_type", types.size(), tokens.size());
    requireOneEach(where, "scores", scores.size(), tokens.size());
    requireDistinct(where, tokens);
  }

  /// Tokens without a text, which some files have several of, get the name that llama.cpp gives
  /// them.
  private static List<String> named(List<String> tokens) {
    return IntStream.range(0, tokens.size())
        .mapToObj(id -> tokens.get(id).isEmpty() ? "[EMPTY_" + id + "]" : tokens.get(id))
        .toList();
  }

  private static void requireOneEach(String where, String key, int count, int tokens) {
    if (count != 0 && count != tokens)
      throw new UserError(
          "%s: tokenizer.ggml.%s has %d elements for %d tokens; convert the model anew"
              .formatted(where, key, count, tokens));
  }

  private static void requireDistinct(String where, List<String> tokens) {
    if (tokens.isEmpty())
      throw new UserError(where + ": tokenizer.ggml.tokens is empty; convert the model anew");
    var seen = new HashMap<String, Integer>();
    for (int id = 0; id < tokens.size(); id++) {
      Integer first = seen.put(tokens.get(id), id);
      if (first != null)
        throw new UserError(
            "%s: tokenizer.ggml.tokens has '%s' twice (ids %d and %d); convert the model anew"
                .formatted(where, tokens.get(id), first, id));
    }
  }

  /// Files of a Hugging Face folder with the same tokenizer: texts have the same ids, here and in
  /// `transformers`.
  public TokenizerFiles rebuilt() {
    Map<String, Object> tokenizer =
        switch (model) {
          case "gpt2" -> ByteLevelBpe.tokenizer(this);
          case "llama" -> SentencePieceBpe.tokenizer(this);
          default ->
              throw new UserError(
                  "%s: tokenizer.ggml.model=%s is not supported; supported are gpt2 (byte-level BPE) and llama (SentencePiece BPE)"
                      .formatted(where, model));
        };
    var files = new TreeMap<String, String>();
    files.put(TokenizerFiles.TOKENIZER, Json.line(tokenizer));
    files.put(TokenizerFiles.SETTINGS, Json.pretty(settings()));
    files.put(TokenizerFiles.SPECIAL_TOKENS, Json.pretty(roles()));
    files.put(TokenizerFiles.GENERATION, Json.pretty(generation()));
    chatTemplate.ifPresent(template -> files.put(TokenizerFiles.TEMPLATE, template));
    return new TokenizerFiles(files);
  }

  private Map<String, Object> settings() {
    var settings = new LinkedHashMap<String, Object>(roles());
    settings.put("clean_up_tokenization_spaces", false);
    settings.put("tokenizer_class", "PreTrainedTokenizerFast");
    chatTemplate.ifPresent(template -> settings.put("chat_template", template));
    return settings;
  }

  private Map<String, String> roles() {
    var roles = new LinkedHashMap<String, String>();
    specials.begin().ifPresent(id -> roles.put("bos_token", token("bos_token_id", id)));
    specials.end().ifPresent(id -> roles.put("eos_token", token("eos_token_id", id)));
    specials.unknown().ifPresent(id -> roles.put("unk_token", token("unknown_token_id", id)));
    specials.padding().ifPresent(id -> roles.put("pad_token", token("padding_token_id", id)));
    return roles;
  }

  private Map<String, Object> generation() {
    var settings = new LinkedHashMap<String, Object>();
    specials.begin().ifPresent(id -> settings.put("bos_token_id", id));
    List<Integer> ends =
        Stream.concat(specials.end().stream(), specials.moreEnds().stream()).distinct().toList();
    if (!ends.isEmpty()) settings.put("eos_token_id", ends.size() == 1 ? ends.getFirst() : ends);
    specials.padding().ifPresent(id -> settings.put("pad_token_id", id));
    return settings;
  }

  /// The piece of a token whose id stands under another key.
  String token(String key, int id) {
    if (id < 0 || id >= tokens.size())
      throw new UserError(
          "%s: tokenizer.ggml.%s=%d is no token; ids run from 0 to %d"
              .formatted(where, key, id, tokens.size() - 1));
    return tokens.get(id);
  }

  Map<String, Integer> ids() {
    var ids = new LinkedHashMap<String, Integer>();
    for (int id = 0; id < tokens.size(); id++) ids.put(tokens.get(id), id);
    return ids;
  }

  int type(int id) {
    return types.isEmpty() ? NORMAL : types.get(id).intValue();
  }

  /// The added tokens, which are found in a text before it is split into words.
  List<Map<String, Object>> addedTokens() {
    var added = new ArrayList<Map<String, Object>>();
    for (int id = 0; id < tokens.size(); id++) {
      int type = type(id);
      boolean typed = type == UNKNOWN || type == CONTROL || type == USER_DEFINED;
      if (!typed && !isMarker(id)) continue;
      var token = new LinkedHashMap<String, Object>();
      token.put("id", id);
      token.put("content", tokens.get(id));
      for (String no : List.of("single_word", "lstrip", "rstrip", "normalized"))
        token.put(no, false);
      token.put("special", type != USER_DEFINED);
      added.add(token);
    }
    return added;
  }

  /// Whether a token is an added one although the file marks it as normal or marks no token: it has
  /// a role, is known to end turns, or is a name in brackets that the chat template writes.
  private boolean isMarker(int id) {
    String token = tokens.get(id);
    return type(id) == NORMAL
        && (specials.has(id)
            || EndTokens.KNOWN.contains(token)
            || IN_BRACKETS.matcher(token).matches()
                && chatTemplate.filter(template -> template.contains(token)).isPresent());
  }

  /// The post-processor that puts begin and end tokens around a text, if the file asks for one.
  ///
  /// @param begins whether texts get a begin token if the file does not say
  Optional<Map<String, Object>> postProcessor(boolean begins) {
    Optional<Integer> begin = specials.begin().filter(_ -> specials.addBegin().orElse(begins));
    Optional<Integer> end = specials.end().filter(_ -> specials.addEnd().orElse(false));
    if (begin.isEmpty() && end.isEmpty()) return Optional.empty();
    var named = new LinkedHashMap<String, Object>();
    Stream.concat(begin.stream(), end.stream())
        .map(tokens::get)
        .forEach(token ->
            named.put(
                token,
                object(
                    "id", token,
                    "ids", List.of(tokens.indexOf(token)),
                    "tokens", List.of(token))));
    List<Object> first = around("A", 0, begin, end);
    List<Object> both = new ArrayList<>(first);
    both.addAll(around("B", 1, begin, end));
    return Optional.of(
        object(
            "type", "TemplateProcessing",
            "single", first,
            "pair", both,
            "special_tokens", named));
  }

  private List<Object> around(
      String sequence, int type, Optional<Integer> begin, Optional<Integer> end) {
    var parts = new ArrayList<>();
    begin.ifPresent(id -> parts.add(part("SpecialToken", tokens.get(id), type)));
    parts.add(part("Sequence", sequence, type));
    end.ifPresent(id -> parts.add(part("SpecialToken", tokens.get(id), type)));
    return parts;
  }

  private static Map<String, Object> part(String kind, String id, int type) {
    return object(kind, object("id", id, "type_id", type));
  }

  /// A JSON object from alternating names and values, in their order.
  static Map<String, Object> object(Object... namesAndValues) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2)
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    return object;
  }
}

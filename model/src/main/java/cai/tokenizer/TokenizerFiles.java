package cai.tokenizer;

import cai.errors.UserError;
import cai.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The text files that make up a tokenizer in a Hugging Face folder, unchanged, so that a model we
/// write carries the tokenizer it was read with.
///
/// @param contents file name to text, for each of [#NAMES] that exists
public record TokenizerFiles(SortedMap<String, String> contents) {
  static final String TOKENIZER = "tokenizer.json";
  static final String SETTINGS = "tokenizer_config.json";
  static final String SPECIAL_TOKENS = "special_tokens_map.json";
  static final String TEMPLATE = "chat_template.jinja";
  static final String GENERATION = "generation_config.json";

  /// The names of a tokenizer's files.
  public static final List<String> NAMES =
      List.of(TOKENIZER, SETTINGS, SPECIAL_TOKENS, TEMPLATE, GENERATION);

  public TokenizerFiles {
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    for (String name : contents.keySet())
      if (!NAMES.contains(name)) throw new IllegalArgumentException(name + " is none of " + NAMES);
  }

  /// Reads the files of a folder.
  public static TokenizerFiles read(Path folder) {
    var contents = new TreeMap<String, String>();
    for (String name : NAMES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) contents.put(name, text(file));
    }
    return new TokenizerFiles(contents);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read as text (" + e.getMessage() + ")", e);
    }
  }

  /// Writes the files into a folder that exists.
  public void write(Path folder) throws IOException {
    for (var file : contents.entrySet())
      Files.write(folder.resolve(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8));
  }

  /// The chat template, where the model has one.
  public Optional<ChatTemplate> chatTemplate(String where) {
    return ChatTemplate.of(this, where);
  }

  /// A file as JSON object; `where` (the model's path) begins the messages of errors.
  Optional<JsonObject> json(String name, String where) {
    return text(name).map(text -> JsonObject.parseLenient(text, where + ": " + name));
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(contents.get(name));
  }
}

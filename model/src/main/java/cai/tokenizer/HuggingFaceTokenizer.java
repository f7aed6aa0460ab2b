package cai.tokenizer;

import cai.UserError;
import cai.json.Json;
import cai.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// The tokenizer of a Hugging Face folder, run by the native library behind `transformers`.
///
/// **Thread-safety**: any thread; calls wait for each other.
public final class HuggingFaceTokenizer implements Tokenizer {
  private final NativeTokenizer library;
  private final TokenTable table;
  private final int vocabulary;
  private final EndTokens ends;
  private final OptionalInt beginOfText;

  private HuggingFaceTokenizer(
      NativeTokenizer library,
      TokenTable table,
      int vocabulary,
      TokenizerFiles files,
      String where) {
    this.library = library;
    this.table = table;
    this.vocabulary = vocabulary;
    this.ends = EndTokens.of(files, table, text -> library.encode(text, false), where);
    this.beginOfText = begin(library);
  }

  /// Opens a tokenizer.
  ///
  /// @param vocabulary rows of the model's embedding: ids are below this
  /// @param where the model's path, which begins the messages of errors
  public static HuggingFaceTokenizer of(TokenizerFiles files, int vocabulary, String where) {
    JsonObject json =
        files
            .json(TokenizerFiles.TOKENIZER, where)
            .orElseThrow(() ->
                new UserError(
                    where
                        + ": has no tokenizer.json; get the model with all its files, or save it"
                        + " once with a current version of transformers"));
    var table = new TokenTable(json, vocabulary);
    NativeTokenizer library = NativeTokenizer.open(whole(json), json.where());
    try {
      return new HuggingFaceTokenizer(library, table, vocabulary, files, where);
    } catch (RuntimeException e) {
      library.close();
      throw e;
    }
  }

  /// The file's text without the cutting and padding it may ask for.
  private static String whole(JsonObject json) {
    var fields = new LinkedHashMap<>(json.fields());
    fields.put("truncation", null);
    fields.put("padding", null);
    return Json.line(fields);
  }

  /// What the tokenizer itself puts before a text.
  private static OptionalInt begin(NativeTokenizer library) {
    int[] added = library.encode("", true);
    return added.length == 0 ? OptionalInt.empty() : OptionalInt.of(added[0]);
  }

  /// Halves of surrogate pairs are no characters: each becomes U+FFFD.
  @Override
  public int[] encode(String text) {
    return library.encode(wellFormed(text), false);
  }

  private static String wellFormed(String text) {
    if (text.codePoints().noneMatch(HuggingFaceTokenizer::isSurrogate)) return text;
    var whole = new StringBuilder(text.length());
    text.codePoints().map(c -> isSurrogate(c) ? 0xfffd : c).forEach(whole::appendCodePoint);
    return whole.toString();
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /// Bytes that are not a whole character become U+FFFD, as in `transformers`: see [TextStream] for
  /// text that still grows.
  @Override
  public String decode(int[] ids) {
    return library.decode(ids);
  }

  @Override
  public List<String> pieces(int[] ids) {
    return table.pieces(ids);
  }

  @Override
  public int size() {
    return vocabulary;
  }

  /// What `transformers` puts before every text; empty where that is nothing, even if the model
  /// names a token for it (SmolLM2).
  @Override
  public OptionalInt beginOfText() {
    return beginOfText;
  }

  @Override
  public Set<Integer> endOfText() {
    return ends.all();
  }

  @Override
  public int answerEnd() {
    return ends.answer();
  }

  @Override
  public void close() {
    library.close();
  }
}

package cai.tokenizer;

import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonObject;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The tokenizer of a Hugging Face folder, run by the native library that `transformers` uses, too.
///
/// **Thread-safety**: any thread; calls wait for each other.
public final class HuggingFaceTokenizer implements Tokenizer {
  /// Texts that are encoded to find out what the post-processor puts around a text.
  private static final List<String> SOME_TEXTS = List.of("a", " ", "0", ".");

  private final NativeTokenizer library;

  /// The same tokenizer without the special treatment of a text's beginning, see [TextBeginning].
  private final NativeTokenizer continuing;

  private final TokenTable table;
  private final EndTokens ends;
  private final OptionalInt beginOfText;
  private final Set<String> controls;

  private HuggingFaceTokenizer(
      NativeTokenizer library,
      NativeTokenizer continuing,
      TokenTable table,
      TokenizerFiles files,
      String where) {
    this.library = library;
    this.continuing = continuing;
    this.table = table;
    this.ends = EndTokens.of(files, table, text -> library.encode(text, false), where);
    this.beginOfText = begin(library, where);
    this.controls = controls(table, ends, files, where);
  }

  /// Special tokens, tokens that end a text, and tokens that the chat template writes.
  private static Set<String> controls(
      TokenTable table, EndTokens ends, TokenizerFiles files, String where) {
    Optional<ChatTemplate> template = files.chatTemplate(where);
    var controls = new LinkedHashSet<String>();
    for (String content : table.addedContents()) {
      int id = table.id(content).orElseThrow();
      boolean steers =
          table.isSpecial(id)
              || ends.all().contains(id)
              || template.filter(one -> one.mentions(content)).isPresent();
      if (steers && !content.isBlank()) controls.add(content);
    }
    return Collections.unmodifiableSet(controls);
  }

  /// Opens a tokenizer.
  ///
  /// @param vocabulary number of rows of the model's embedding; ids must be smaller
  /// @param where the model's path, which begins the messages of errors
  public static HuggingFaceTokenizer of(TokenizerFiles files, int vocabulary, String where) {
    JsonObject read =
        files
            .json(TokenizerFiles.TOKENIZER, where)
            .orElseThrow(() ->
                new UserError(
                    where
                        + ": has no tokenizer.json; get the model with all its files, or save it"
                        + " once with a current version of transformers"));
    JsonObject json = RowlessTokens.without(read, vocabulary, files, where);
    var table = new TokenTable(json, vocabulary);
    Map<String, Object> whole = whole(json);
    NativeTokenizer library = NativeTokenizer.open(Json.line(whole), json.where());
    NativeTokenizer continuing = library;
    try {
      Map<String, Object> untouched = TextBeginning.untouched(whole);
      if (!untouched.equals(whole))
        continuing = NativeTokenizer.open(Json.line(untouched), json.where());
      return new HuggingFaceTokenizer(library, continuing, table, files, where);
    } catch (RuntimeException e) {
      library.close();
      continuing.close();
      throw e;
    }
  }

  /// The text of `tokenizer.json` without its settings for truncation and padding.
  private static Map<String, Object> whole(JsonObject json) {
    var fields = new LinkedHashMap<>(json.fields());
    fields.put("truncation", null);
    fields.put("padding", null);
    return fields;
  }

  /// The id that the tokenizer's post-processor puts before a text; ids that it puts after a text
  /// do not count.
  private static OptionalInt begin(NativeTokenizer library, String where) {
    String some =
        SOME_TEXTS.stream()
            .filter(text -> library.encode(text, false).length > 0)
            .findFirst()
            .orElse("");
    int[] plain = library.encode(some, false);
    int[] added = library.encode(some, true);
    int before = 0;
    while (before + plain.length < added.length && !standsAt(plain, added, before)) before++;
    if (before > 1)
      throw new UserError(
          "%s: tokenizer.json puts %d tokens before every text; at most one is supported"
              .formatted(where, before));
    return before == 0 ? OptionalInt.empty() : OptionalInt.of(added[0]);
  }

  private static boolean standsAt(int[] part, int[] whole, int at) {
    return Arrays.equals(whole, at, at + part.length, part, 0, part.length);
  }

  /// Replaces each unpaired surrogate, which is no character, by U+FFFD.
  @Override
  public int[] encode(String text) {
    return library.encode(wellFormed(text), false);
  }

  @Override
  public int[] encodeContinuation(int[] before, String text) {
    if (before.length == 0) return encode(text);
    String whole = wellFormed(text);
    int last = before[before.length - 1];
    if (table.isAdded(last)) {
      // The text is cut there before anything else is done to it, so only that token matters.
      int[] both = library.encode(table.pieces(new int[] {last}).getFirst() + whole, false);
      if (both.length > 0 && both[0] == last) return Arrays.copyOfRange(both, 1, both.length);
    }
    return continuing == library ? library.encode(whole, false) : within(whole);
  }

  /// Encodes the part before the first added token as the middle of a text and the rest as a new
  /// beginning, because the tokenizer splits texts at added tokens.
  private int[] within(String text) {
    int[] middle = continuing.encode(text, false);
    int end = firstAdded(middle);
    if (end == middle.length) return middle;
    int[] begun = library.encode(text, false);
    int rest = firstAdded(begun);
    int[] all = Arrays.copyOf(middle, end + begun.length - rest);
    System.arraycopy(begun, rest, all, end, begun.length - rest);
    return all;
  }

  private int firstAdded(int[] ids) {
    int at = 0;
    while (at < ids.length && !table.isAdded(ids[at])) at++;
    return at;
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

  @Override
  public Set<String> controls() {
    return controls;
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
    return table.size();
  }

  /// The id that `transformers` puts before every text; empty if it puts none, even for a model
  /// that names a begin token (SmolLM2).
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
    continuing.close();
  }
}

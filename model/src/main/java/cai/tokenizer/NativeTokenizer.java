package cai.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import cai.errors.UserError;

/// A handle of the native tokenizers library. The library is called directly, not through DJL's
/// class `HuggingFaceTokenizer`, because that class reports each opened tokenizer to a server,
/// truncates texts and cleans up decoded text.
///
/// The library is unpacked from its jar, once, into `.djl.ai/tokenizers` in the user's home (or
/// where `ENGINE_CACHE_DIR` or `DJL_CACHE_DIR` say; into the temporary folder where the home cannot
/// be written). Nothing is fetched.
///
/// **Thread-safety**: any thread; calls wait for each other.
final class NativeTokenizer implements AutoCloseable {
  static {
    // Without these DJL would fetch another build of the library where it finds a GPU.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("RUST_FLAVOR", "cpu");
    LibUtils.checkStatus();
  }

  private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

  private long handle;

  private NativeTokenizer(long handle) {
    this.handle = handle;
  }

  /// Opens the text of a `tokenizer.json`.
  static NativeTokenizer open(String json, String where) {
    try {
      return new NativeTokenizer(LIBRARY.createTokenizerFromString(json));
    } catch (RuntimeException e) {
      throw new UserError(
          where + ": cannot be used as a tokenizer (" + e.getMessage() + "); get the file anew", e);
    }
  }

  /// Ids of a text, with or without the tokens that the tokenizer adds to every text.
  synchronized int[] encode(String text, boolean added) {
    long encoding = LIBRARY.encode(opened(), text, added);
    try {
      long[] ids = LIBRARY.getTokenIds(encoding);
      int[] narrow = new int[ids.length];
      for (int i = 0; i < ids.length; i++) narrow[i] = Math.toIntExact(ids[i]);
      return narrow;
    } finally {
      LIBRARY.deleteEncoding(encoding);
    }
  }

  /// Text of ids, special tokens left out; unknown ids are skipped.
  synchronized String decode(int[] ids) {
    long[] wide = new long[ids.length];
    for (int i = 0; i < ids.length; i++) wide[i] = ids[i];
    return LIBRARY.decode(opened(), wide, true);
  }

  private long opened() {
    if (handle == 0) throw new IllegalStateException("the tokenizer is closed");
    return handle;
  }

  @Override
  public synchronized void close() {
    if (handle != 0) LIBRARY.deleteTokenizer(handle);
    handle = 0;
  }
}

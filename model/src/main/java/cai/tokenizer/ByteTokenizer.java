package cai.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// One token per byte of UTF-8, and an end-of-text token: a tokenizer without files, for tests.
public final class ByteTokenizer implements Tokenizer {
  /// Ends a text.
  public static final int END = 256;

  @Override
  public int[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) ids[i] = bytes[i] & 0xff;
    return ids;
  }

  @Override
  public int[] encodeContinuation(int[] before, String text) {
    return encode(text);
  }

  @Override
  public Set<String> controls() {
    return Set.of();
  }

  @Override
  public String decode(int[] ids) {
    var bytes = new ByteArrayOutputStream();
    for (int id : ids) if (id < END) bytes.write(id);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public List<String> pieces(int[] ids) {
    var pieces = new ArrayList<String>();
    for (int id : ids) pieces.add(id == END ? "<end>" : decode(new int[] {id}));
    return List.copyOf(pieces);
  }

  @Override
  public int size() {
    return END + 1;
  }

  @Override
  public OptionalInt beginOfText() {
    return OptionalInt.empty();
  }

  @Override
  public Set<Integer> endOfText() {
    return Set.of(END);
  }

  @Override
  public int answerEnd() {
    return END;
  }

  @Override
  public void close() {}
}

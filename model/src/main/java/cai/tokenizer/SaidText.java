package cai.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Encodes what somebody said as text, never as special tokens: a message that contains
/// `<|im_end|>` must not end its turn. If the name of a special token was said, the text is cut
/// after the first character of the name and both parts are encoded separately, so that neither
/// contains the name. Texts without such names have the ids that the tokenizer gives.
public final class SaidText {
  private final Tokenizer tokenizer;
  private final Optional<Pattern> names;

  private SaidText(Tokenizer tokenizer, Optional<Pattern> names) {
    this.tokenizer = tokenizer;
    this.names = names;
  }

  /// Encodes for a tokenizer whose [Tokenizer#controls] are never recognised in what is said.
  public static SaidText plain(Tokenizer tokenizer) {
    return new SaidText(tokenizer, names(tokenizer.controls()));
  }

  /// Encodes with special tokens recognised in what is said, too.
  public static SaidText recognised(Tokenizer tokenizer) {
    return new SaidText(tokenizer, Optional.empty());
  }

  /// The longest name of a special token that begins at an index, which is the one that tokenizers
  /// find.
  private static Optional<Pattern> names(Set<String> controls) {
    if (controls.isEmpty()) return Optional.empty();
    return Optional.of(
        Pattern.compile(
            controls.stream()
                .sorted(
                    Comparator.comparingInt(String::length)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"))));
  }

  /// Ids of a conversation; the format's own special tokens are recognised.
  public int[] encode(RenderedChat chat) {
    List<String> parts = parts(chat);
    return joined(tokenizer.encode(parts.getFirst()), parts.subList(1, parts.size()));
  }

  /// Ids of an answer, or of its beginning, after a prompt.
  public int[] encodeContinuation(int[] before, RenderedChat answer) {
    List<String> parts = parts(answer);
    if (parts.size() == 1) return tokenizer.encodeContinuation(before, answer.text());
    int[] all = joined(before, parts);
    return Arrays.copyOfRange(all, before.length, all.length);
  }

  private int[] joined(int[] before, List<String> parts) {
    int[] all = before;
    for (String part : parts) {
      int[] more = tokenizer.encodeContinuation(all, part);
      int length = all.length;
      all = Arrays.copyOf(all, length + more.length);
      System.arraycopy(more, 0, all, length, more.length);
    }
    return all;
  }

  /// The parts of the text after cutting every said name of a special token.
  private List<String> parts(RenderedChat chat) {
    String text = chat.text();
    var parts = new ArrayList<String>();
    int from = 0;
    if (names.isPresent()) {
      Matcher matcher = names.get().matcher(text);
      for (int at = 0; matcher.find(at); ) {
        if (!chat.isSaid(matcher.start(), matcher.end())) {
          at = matcher.end();
          continue;
        }
        at = matcher.start() + Character.charCount(text.codePointAt(matcher.start()));
        parts.add(text.substring(from, at));
        from = at;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }
}

package cai.jinja.syntax;

import cai.jinja.syntax.Token.Type;
import cai.jinja.values.Characters;
import cai.jinja.values.JinjaException;
import cai.jinja.values.None;
import cai.jinja.values.Representation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a template into tokens, with `trim_blocks` and `lstrip_blocks`.
///
/// **Source**: `jinja2.lexer`, rule by rule, because these rules decide on the white space around
/// tags.
final class Lexer {
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r");
  private static final Pattern RAW =
      Pattern.compile("\\{%([-+]?)\\s*raw\\s*(-%}\\s*|%})", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern END_RAW =
      Pattern.compile(
          "\\{%([-+]?)\\s*endraw\\s*(?:\\+%}|-%}\\s*|%}\\n?)", Pattern.UNICODE_CHARACTER_CLASS);
  private static final List<String> OPERATORS =
      List.of(
          "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{",
          "}", ">", "<", "=", ".", ":", "|", ",", ";");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private boolean lineStarting = true;

  private Lexer(String source) {
    this.source = source;
  }

  /// All tokens; the last one is the end of the template.
  static List<Token> tokens(String template) {
    String source = LINE_END.matcher(template).replaceAll("\n");
    // The line feed that ends a file is not part of it.
    if (source.endsWith("\n")) source = source.substring(0, source.length() - 1);
    var lexer = new Lexer(source);
    while (lexer.at < source.length()) lexer.root();
    lexer.add(Type.END, "", None.NONE);
    return lexer.tokens;
  }

  private void add(Type type, String text, Object value) {
    tokens.add(new Token(type, text, value, line));
  }

  private JinjaException wrong(String message) {
    return JinjaException.syntax(message, line);
  }

  /// Moves to an index and counts the lines passed.
  private void advance(int to) {
    for (int i = at; i < to; i++) if (source.charAt(i) == '\n') line++;
    if (to > at) lineStarting = source.charAt(to - 1) == '\n';
    at = to;
  }

  /// The text up to the next tag, and that tag.
  private void root() {
    int tag = at;
    while (tag < source.length() && !beginsTag(tag)) tag++;
    if (tag == source.length()) {
      add(Type.DATA, source.substring(at), None.NONE);
      advance(tag);
      return;
    }
    Matcher raw = RAW.matcher(source).region(tag, source.length());
    boolean isRaw = raw.lookingAt();
    char kind = source.charAt(tag + 1);
    char sign = isRaw ? signOf(raw.group(1)) : sign(tag + 2);
    data(tag, sign, kind != '{');
    if (isRaw) {
      advance(raw.end());
      raw();
      return;
    }
    advance(tag + (sign == ' ' ? 2 : 3));
    switch (kind) {
      case '#' -> comment();
      case '%' -> {
        add(Type.BLOCK_BEGIN, "", None.NONE);
        tag(true);
      }
      default -> {
        add(Type.VARIABLE_BEGIN, "", None.NONE);
        tag(false);
      }
    }
  }

  private boolean beginsTag(int index) {
    if (source.charAt(index) != '{' || index + 1 == source.length()) return false;
    char next = source.charAt(index + 1);
    return next == '%' || next == '{' || next == '#';
  }

  private char sign(int index) {
    char c = index < source.length() ? source.charAt(index) : ' ';
    return c == '-' || c == '+' ? c : ' ';
  }

  private static char signOf(String sign) {
    return sign.isEmpty() ? ' ' : sign.charAt(0);
  }

  /// The text before a tag, without the white space that the tag takes away.
  private void data(int tag, char sign, boolean block) {
    int end = tag;
    if (sign == '-') {
      while (end > at && Characters.isSpace(source.charAt(end - 1))) end--;
    } else if (sign != '+' && block) {
      int begin = Math.max(at, source.lastIndexOf('\n', tag - 1) + 1);
      boolean wholeLine = begin > at || lineStarting;
      if (wholeLine && source.substring(begin, tag).chars().allMatch(Characters::isSpace))
        end = begin;
    }
    if (end > at) add(Type.DATA, source.substring(at, end), None.NONE);
    advance(tag);
  }

  private void comment() {
    int end = source.indexOf("#}", at);
    if (end < 0) throw wrong("Missing end of comment tag");
    char before = end > at ? source.charAt(end - 1) : ' ';
    advance(end + 2);
    if (before == '-') advance(afterSpace(at));
    else if (before != '+') advance(afterLineFeed(at));
  }

  private void raw() {
    Matcher end = END_RAW.matcher(source).region(at, source.length());
    if (!end.find()) throw wrong("Missing end of raw directive");
    data(end.start(), signOf(end.group(1)), true);
    advance(end.end());
  }

  private int afterSpace(int index) {
    int after = index;
    while (after < source.length() && Characters.isSpace(source.charAt(after))) after++;
    return after;
  }

  private int afterLineFeed(int index) {
    return source.startsWith("\n", index) ? index + 1 : index;
  }

  /// The tokens inside a tag up to its end; brackets must be closed before.
  private void tag(boolean block) {
    Deque<String> open = new ArrayDeque<>();
    while (!(open.isEmpty() && end(block))) {
      if (at == source.length()) return;
      int after = afterSpace(at);
      if (after > at) advance(after);
      else token(open);
    }
  }

  private boolean end(boolean block) {
    String mark = block ? "%}" : "}}";
    boolean minus = source.startsWith("-" + mark, at);
    boolean plus = block && source.startsWith("+" + mark, at);
    if (!minus && !plus && !source.startsWith(mark, at)) return false;
    add(block ? Type.BLOCK_END : Type.VARIABLE_END, "", None.NONE);
    int after = at + mark.length() + (minus || plus ? 1 : 0);
    if (minus) after = afterSpace(after);
    else if (block && !plus) after = afterLineFeed(after);
    advance(after);
    return true;
  }

  private void token(Deque<String> open) {
    char c = source.charAt(at);
    if (Numerals.begins(source, at)) {
      Numerals.Numeral found = Numerals.read(source, at, line);
      add(found.value() instanceof Double ? Type.FLOAT : Type.INTEGER, "", found.value());
      advance(found.end());
    } else if (isNamePart(source.codePointAt(at))) {
      name();
    } else if (c == '\'' || c == '"') {
      string(c);
    } else {
      operator(open);
    }
  }

  private static boolean isNamePart(int c) {
    return c == '_'
        || Character.isLetterOrDigit(c)
        || c > 0x7f && Character.isUnicodeIdentifierPart(c);
  }

  private void name() {
    int end = at;
    while (end < source.length() && isNamePart(source.codePointAt(end)))
      end += Character.charCount(source.codePointAt(end));
    String name = source.substring(at, end);
    if (Character.isDigit(name.codePointAt(0))) throw wrong("Invalid character in identifier");
    add(Type.NAME, name, None.NONE);
    advance(end);
  }

  private void string(char quote) {
    int end = at + 1;
    while (end < source.length() && source.charAt(end) != quote)
      end += source.charAt(end) == '\\' ? 2 : 1;
    if (end >= source.length()) throw wrong("unexpected char " + Representation.quoted("" + quote));
    add(Type.STRING, Escapes.decoded(source.substring(at + 1, end), line), None.NONE);
    advance(end + 1);
  }

  private void operator(Deque<String> open) {
    String operator =
        OPERATORS.stream()
            .filter(one -> source.startsWith(one, at))
            .findFirst()
            .orElseThrow(() ->
                wrong(
                    "unexpected char "
                        + Representation.quoted(Character.toString(source.codePointAt(at)))));
    switch (operator) {
      case "(" -> open.push(")");
      case "[" -> open.push("]");
      case "{" -> open.push("}");
      case ")", "]", "}" -> {
        if (open.isEmpty()) throw wrong("unexpected '" + operator + "'");
        String expected = open.pop();
        if (!expected.equals(operator))
          throw wrong("unexpected '" + operator + "', expected '" + expected + "'");
      }
      default -> {}
    }
    add(Type.OPERATOR, operator, None.NONE);
    advance(at + operator.length());
  }
}

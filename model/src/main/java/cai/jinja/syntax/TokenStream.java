package cai.jinja.syntax;

import cai.jinja.syntax.Token.Type;
import cai.jinja.values.JinjaException;
import java.util.List;

/// The tokens of a template, one after another, with a limit on how deep expressions nest.
final class TokenStream {
  private static final int DEEPEST = 100;
  private static final int LONGEST_CHAIN = 300;

  private final List<Token> tokens;
  private int at;
  private int depth;
  private int chain;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token current() {
    return tokens.get(at);
  }

  Token look() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    if (at + 1 < tokens.size()) at++;
    if (token.type() == Type.BLOCK_BEGIN || token.type() == Type.VARIABLE_BEGIN) chain = 0;
    return token;
  }

  int line() {
    return current().line();
  }

  boolean is(Type type) {
    return current().type() == type;
  }

  boolean isOperator(String operator) {
    return current().isOperator(operator);
  }

  boolean isName(String name) {
    return current().isName(name);
  }

  boolean skipOperator(String operator) {
    boolean there = isOperator(operator);
    if (there) next();
    return there;
  }

  boolean skipName(String name) {
    boolean there = isName(name);
    if (there) next();
    return there;
  }

  void expectOperator(String operator) {
    if (!skipOperator(operator)) throw expected("'" + operator + "'");
  }

  void expectName(String name) {
    if (!skipName(name)) throw expected("'" + name + "'");
  }

  Token expect(Type type) {
    if (!is(type)) throw expected("a " + type.name().toLowerCase(java.util.Locale.ROOT));
    return next();
  }

  private JinjaException expected(String what) {
    return wrong("expected " + what + ", got '" + current().described() + "'");
  }

  JinjaException wrong(String message) {
    return JinjaException.syntax(message, line());
  }

  /// Called before parsing something that may nest.
  void enter() {
    if (++depth > DEEPEST) throw wrong("the template nests deeper than " + DEEPEST + " levels");
  }

  void leave() {
    depth--;
  }

  /// Called before an expression becomes the left part of a longer one.
  void link() {
    if (++chain > LONGEST_CHAIN)
      throw wrong("an expression has more than " + LONGEST_CHAIN + " parts");
  }
}

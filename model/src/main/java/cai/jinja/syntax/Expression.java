package cai.jinja.syntax;

import java.util.List;
import java.util.Optional;

/// An expression of a template.
public sealed interface Expression {
  /// Line of the template.
  int line();

  record Literal(Object value, int line) implements Expression {}

  record Name(String name, int line) implements Expression {}

  record Attribute(Expression of, String name, int line) implements Expression {}

  record ItemAccess(Expression of, Expression key, int line) implements Expression {}

  record Slice(
      Expression of,
      Optional<Expression> start,
      Optional<Expression> stop,
      Optional<Expression> step,
      int line)
      implements Expression {}

  record Call(Expression function, Passed passed, int line) implements Expression {}

  /// @param of the filtered expression; empty for the filter of a block
  record FilterCall(Optional<Expression> of, String name, Passed passed, int line)
      implements Expression {}

  record TestCall(Expression of, String name, Passed passed, int line) implements Expression {}

  /// @param operator `+`, `-`, `*`, `/`, `//`, `%` or `**`
  record Binary(String operator, Expression left, Expression right, int line)
      implements Expression {}

  record Sign(boolean negative, Expression of, int line) implements Expression {}

  record Not(Expression of, int line) implements Expression {}

  record And(Expression left, Expression right, int line) implements Expression {}

  record Or(Expression left, Expression right, int line) implements Expression {}

  record Compare(Expression first, List<Comparand> others, int line) implements Expression {}

  record Concatenation(List<Expression> parts, int line) implements Expression {}

  record Conditional(Expression test, Expression then, Optional<Expression> otherwise, int line)
      implements Expression {}

  record ListOf(List<Expression> items, int line) implements Expression {}

  record TupleOf(List<Expression> items, int line) implements Expression {}

  record DictOf(List<DictPair> pairs, int line) implements Expression {}

  /// A comparison operator with the expression to its right.
  record Comparand(String operator, Expression with) {}

  /// A key and its value.
  record DictPair(Expression key, Expression value) {}

  /// A named argument.
  record Keyword(String name, Expression value) {}

  /// The arguments of a call, with `*` and `**`.
  record Passed(
      List<Expression> positional,
      List<Keyword> named,
      Optional<Expression> more,
      Optional<Expression> moreNamed) {
    static final Passed NOTHING =
        new Passed(List.of(), List.of(), Optional.empty(), Optional.empty());
  }
}

package cai.jinja.syntax;

import cai.jinja.syntax.Expression.Comparand;
import cai.jinja.syntax.Token.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Parses expressions of operators; [OperandParser] parses what operators are applied to.
///
/// **Source**: `jinja2.parser.Parser`, method by method: precedence and what binds to what are
/// Jinja's, not Python's.
final class ExpressionParser {
  private static final Set<String> ORDERS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final TokenStream stream;
  private final OperandParser operands;

  ExpressionParser(TokenStream stream) {
    this.stream = stream;
    this.operands = new OperandParser(stream, this);
  }

  OperandParser operands() {
    return operands;
  }

  Expression expression() {
    stream.enter();
    Expression read = conditional();
    stream.leave();
    return read;
  }

  /// One expression, or several with commas between them as a tuple.
  ///
  /// @param conditional whether an `if` after the expression is part of it
  /// @param end the name that ends the expression, or empty
  /// @param parenthesized whether the tuple stands in parentheses and may be empty
  Expression tuple(boolean conditional, String end, boolean parenthesized) {
    int line = stream.line();
    var items = new ArrayList<Expression>();
    boolean isTuple = false;
    stream.enter();
    while (true) {
      if (!items.isEmpty()) stream.expectOperator(",");
      if (isTupleEnd(end)) break;
      items.add(conditional ? conditional() : or());
      if (!stream.isOperator(",")) break;
      isTuple = true;
    }
    stream.leave();
    if (isTuple) return new Expression.TupleOf(items, line);
    if (!items.isEmpty()) return items.getFirst();
    if (parenthesized) return new Expression.TupleOf(items, line);
    throw stream.wrong("Expected an expression, got '" + stream.current().described() + "'");
  }

  private boolean isTupleEnd(String end) {
    return stream.is(Type.VARIABLE_END)
        || stream.is(Type.BLOCK_END)
        || stream.isOperator(")")
        || !end.isEmpty() && stream.isName(end);
  }

  private Expression conditional() {
    int line = stream.line();
    Expression then = or();
    while (stream.skipName("if")) {
      stream.link();
      Expression test = or();
      Optional<Expression> otherwise = Optional.empty();
      if (stream.skipName("else")) {
        stream.enter();
        otherwise = Optional.of(conditional());
        stream.leave();
      }
      then = new Expression.Conditional(test, then, otherwise, line);
    }
    return then;
  }

  private Expression or() {
    int line = stream.line();
    Expression left = and();
    while (stream.skipName("or")) {
      stream.link();
      left = new Expression.Or(left, and(), line);
    }
    return left;
  }

  private Expression and() {
    int line = stream.line();
    Expression left = not();
    while (stream.skipName("and")) {
      stream.link();
      left = new Expression.And(left, not(), line);
    }
    return left;
  }

  private Expression not() {
    int line = stream.line();
    if (!stream.skipName("not")) return compared();
    stream.enter();
    Expression of = not();
    stream.leave();
    return new Expression.Not(of, line);
  }

  private Expression compared() {
    int line = stream.line();
    Expression first = sum();
    var others = new ArrayList<Comparand>();
    while (true) {
      if (stream.is(Type.OPERATOR) && ORDERS.contains(stream.current().text())) {
        others.add(new Comparand(stream.next().text(), sum()));
      } else if (stream.skipName("in")) {
        others.add(new Comparand("in", sum()));
      } else if (stream.isName("not") && stream.look().isName("in")) {
        stream.next();
        stream.next();
        others.add(new Comparand("not in", sum()));
      } else {
        return others.isEmpty() ? first : new Expression.Compare(first, List.copyOf(others), line);
      }
      stream.link();
    }
  }

  private Expression sum() {
    int line = stream.line();
    Expression left = concatenation();
    while (stream.isOperator("+") || stream.isOperator("-")) {
      stream.link();
      String operator = stream.next().text();
      left = new Expression.Binary(operator, left, concatenation(), line);
    }
    return left;
  }

  private Expression concatenation() {
    int line = stream.line();
    var parts = new ArrayList<Expression>();
    parts.add(product());
    while (stream.skipOperator("~")) parts.add(product());
    return parts.size() == 1
        ? parts.getFirst()
        : new Expression.Concatenation(List.copyOf(parts), line);
  }

  private Expression product() {
    int line = stream.line();
    Expression left = power();
    while (stream.isOperator("*")
        || stream.isOperator("/")
        || stream.isOperator("//")
        || stream.isOperator("%")) {
      stream.link();
      String operator = stream.next().text();
      left = new Expression.Binary(operator, left, power(), line);
    }
    return left;
  }

  /// The power operator binds from left to right, unlike Python's.
  private Expression power() {
    int line = stream.line();
    Expression left = operands.unary(true);
    while (stream.skipOperator("**")) {
      stream.link();
      left = new Expression.Binary("**", left, operands.unary(true), line);
    }
    return left;
  }
}

package cai.jinja.syntax;

import cai.jinja.syntax.Expression.DictPair;
import cai.jinja.syntax.Expression.Keyword;
import cai.jinja.syntax.Expression.Passed;
import cai.jinja.syntax.Token.Type;
import cai.jinja.values.JinjaException;
import cai.jinja.values.None;
import cai.jinja.values.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Parses operands: literals and names with the subscripts, calls, filters and tests that follow
/// them.
///
/// **Source**: `jinja2.parser.Parser`, from `parse_unary` on.
final class OperandParser {
  private static final Set<String> NO_TEST_ARGUMENT = Set.of("else", "or", "and");

  private final TokenStream stream;
  private final ExpressionParser expressions;

  OperandParser(TokenStream stream, ExpressionParser expressions) {
    this.stream = stream;
    this.expressions = expressions;
  }

  /// A sign binds closer than subscripts and filters: `-1 | abs` is 1.
  Expression unary(boolean withFilters) {
    int line = stream.line();
    Expression read;
    if (stream.isOperator("-") || stream.isOperator("+")) {
      boolean negative = stream.next().text().equals("-");
      stream.enter();
      read = new Expression.Sign(negative, unary(false), line);
      stream.leave();
    } else {
      read = primary();
    }
    read = postfix(read);
    return withFilters ? filtersAndTests(read) : read;
  }

  Expression primary() {
    Token token = stream.current();
    int line = token.line();
    switch (token.type()) {
      case NAME -> {
        stream.next();
        return named(token.text(), line);
      }
      case STRING -> {
        var text = new StringBuilder();
        while (stream.is(Type.STRING)) text.append(stream.next().text());
        return new Expression.Literal(Text.of(text.toString()), line);
      }
      case INTEGER, FLOAT -> {
        stream.next();
        return new Expression.Literal(token.value(), line);
      }
      default -> {}
    }
    if (stream.skipOperator("(")) {
      Expression inside = expressions.tuple(true, "", true);
      stream.expectOperator(")");
      return inside;
    }
    if (stream.skipOperator("[")) return list(line);
    if (stream.skipOperator("{")) return dict(line);
    throw stream.wrong("unexpected '" + token.described() + "'");
  }

  private static Expression named(String name, int line) {
    return switch (name) {
      case "true", "True" -> new Expression.Literal(true, line);
      case "false", "False" -> new Expression.Literal(false, line);
      case "none", "None" -> new Expression.Literal(None.NONE, line);
      default -> new Expression.Name(name, line);
    };
  }

  private Expression list(int line) {
    var items = new ArrayList<Expression>();
    while (!stream.isOperator("]")) {
      if (!items.isEmpty()) stream.expectOperator(",");
      if (stream.isOperator("]")) break;
      items.add(expressions.expression());
    }
    stream.expectOperator("]");
    return new Expression.ListOf(List.copyOf(items), line);
  }

  private Expression dict(int line) {
    var pairs = new ArrayList<DictPair>();
    while (!stream.isOperator("}")) {
      if (!pairs.isEmpty()) stream.expectOperator(",");
      if (stream.isOperator("}")) break;
      Expression key = expressions.expression();
      stream.expectOperator(":");
      pairs.add(new DictPair(key, expressions.expression()));
    }
    stream.expectOperator("}");
    return new Expression.DictOf(List.copyOf(pairs), line);
  }

  private Expression postfix(Expression read) {
    Expression longer = read;
    while (true) {
      if (stream.isOperator(".") || stream.isOperator("[")) longer = subscript(longer);
      else if (stream.isOperator("(")) longer = call(longer);
      else return longer;
      stream.link();
    }
  }

  private Expression filtersAndTests(Expression read) {
    Expression longer = read;
    while (true) {
      if (stream.isOperator("|")) longer = filters(Optional.of(longer), false);
      else if (stream.isName("is")) longer = test(longer);
      else if (stream.isOperator("(")) longer = call(longer);
      else return longer;
      stream.link();
    }
  }

  private Expression subscript(Expression of) {
    int line = stream.line();
    if (stream.skipOperator(".")) {
      Token name = stream.next();
      if (name.type() == Type.NAME) return new Expression.Attribute(of, name.text(), line);
      if (name.type() != Type.INTEGER) throw stream.wrong("expected name or number");
      return new Expression.ItemAccess(of, new Expression.Literal(name.value(), line), line);
    }
    stream.expectOperator("[");
    var keys = new ArrayList<Expression>();
    while (!stream.isOperator("]")) {
      if (!keys.isEmpty()) stream.expectOperator(",");
      if (stream.isOperator(":")) return slice(of, Optional.empty(), keys, line);
      Expression key = expressions.expression();
      if (stream.isOperator(":")) return slice(of, Optional.of(key), keys, line);
      keys.add(key);
    }
    stream.expectOperator("]");
    Expression key =
        keys.size() == 1 ? keys.getFirst() : new Expression.TupleOf(List.copyOf(keys), line);
    return new Expression.ItemAccess(of, key, line);
  }

  private Expression slice(
      Expression of, Optional<Expression> start, List<Expression> before, int line) {
    stream.expectOperator(":");
    Optional<Expression> stop = bound();
    Optional<Expression> step = stream.skipOperator(":") ? bound() : Optional.empty();
    if (!before.isEmpty() || !stream.skipOperator("]"))
      throw stream.wrong("slices of several dimensions are not supported");
    return new Expression.Slice(of, start, stop, step, line);
  }

  private Optional<Expression> bound() {
    boolean none = stream.isOperator(":") || stream.isOperator("]") || stream.isOperator(",");
    return none ? Optional.empty() : Optional.of(expressions.expression());
  }

  private Expression.Call call(Expression function) {
    int line = stream.line();
    return new Expression.Call(function, passed(), line);
  }

  private Passed passed() {
    int line = stream.line();
    stream.expectOperator("(");
    var positional = new ArrayList<Expression>();
    var named = new ArrayList<Keyword>();
    Optional<Expression> more = Optional.empty();
    Optional<Expression> moreNamed = Optional.empty();
    boolean comma = false;
    while (!stream.isOperator(")")) {
      if (comma) stream.expectOperator(",");
      if (comma && stream.isOperator(")")) break;
      boolean keyword = stream.is(Type.NAME) && stream.look().isOperator("=");
      if (moreNamed.isPresent()
          || more.isPresent() && !keyword && !stream.isOperator("**")
          || !named.isEmpty() && !keyword && !stream.isOperator("*") && !stream.isOperator("**"))
        throw JinjaException.syntax("invalid syntax for function call expression", line);
      if (stream.skipOperator("*")) {
        more = Optional.of(expressions.expression());
      } else if (stream.skipOperator("**")) {
        moreNamed = Optional.of(expressions.expression());
      } else if (keyword) {
        String name = stream.next().text();
        stream.next();
        named.add(new Keyword(name, expressions.expression()));
      } else {
        positional.add(expressions.expression());
      }
      comma = true;
    }
    stream.expectOperator(")");
    return new Passed(List.copyOf(positional), List.copyOf(named), more, moreNamed);
  }

  /// One filter after another.
  ///
  /// @param inline whether the first filter stands without a `|`
  Expression.FilterCall filters(Optional<Expression> of, boolean inline) {
    Optional<Expression> read = of;
    boolean first = inline;
    while (true) {
      if (!first) stream.expectOperator("|");
      int line = stream.line();
      String name = dottedName();
      Passed passed = stream.isOperator("(") ? passed() : Passed.NOTHING;
      var filter = new Expression.FilterCall(read, name, passed, line);
      if (!stream.isOperator("|")) return filter;
      stream.link();
      read = Optional.of(filter);
      first = false;
    }
  }

  private String dottedName() {
    var name = new StringBuilder(stream.expect(Type.NAME).text());
    while (stream.skipOperator(".")) name.append('.').append(stream.expect(Type.NAME).text());
    return name.toString();
  }

  private Expression test(Expression of) {
    int line = stream.next().line();
    boolean negated = stream.skipName("not");
    String name = dottedName();
    Passed passed = Passed.NOTHING;
    if (stream.isOperator("(")) {
      passed = passed();
    } else if (beginsTestArgument()) {
      if (stream.isName("is")) throw stream.wrong("You cannot chain multiple tests with is");
      Expression argument = postfix(primary());
      passed = new Passed(List.of(argument), List.of(), Optional.empty(), Optional.empty());
    }
    Expression test = new Expression.TestCall(of, name, passed, line);
    return negated ? new Expression.Not(test, line) : test;
  }

  private boolean beginsTestArgument() {
    Token token = stream.current();
    return switch (token.type()) {
      case NAME -> !NO_TEST_ARGUMENT.contains(token.text());
      case STRING, INTEGER, FLOAT -> true;
      default -> token.isOperator("[") || token.isOperator("{");
    };
  }
}

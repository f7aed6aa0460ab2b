package cai.jinja.syntax;

import cai.jinja.syntax.Statement.Assigned;
import cai.jinja.syntax.Statement.Body;
import cai.jinja.syntax.Statement.Filtered;
import cai.jinja.syntax.Statement.IfBranch;
import cai.jinja.syntax.Statement.Signature;
import cai.jinja.syntax.Statement.Target;
import cai.jinja.syntax.Token.Type;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a template into statements.
///
/// **Source**: `jinja2.parser.Parser`.
public final class Parser {
  private static final Set<String> LITERALS =
      Set.of("true", "True", "false", "False", "none", "None");

  private final TokenStream stream;
  private final ExpressionParser expressions;
  private int loops;

  private Parser(TokenStream stream) {
    this.stream = stream;
    this.expressions = new ExpressionParser(stream);
  }

  public static Body parse(String source) {
    var parser = new Parser(new TokenStream(Lexer.tokens(source)));
    Body body = new Body(parser.statements(Set.of()));
    if (!parser.stream.is(Type.END)) throw parser.stream.wrong("internal parsing error");
    return body;
  }

  /// Parses statements up to one of the names, or to the end of the template.
  private List<Statement> statements(Set<String> ends) {
    var statements = new ArrayList<Statement>();
    while (!stream.is(Type.END)) {
      Token token = stream.next();
      int line = token.line();
      switch (token.type()) {
        case DATA ->
            statements.add(
                new Statement.Print(new Expression.Literal(Text.of(token.text()), line), line));
        case VARIABLE_BEGIN -> {
          statements.add(new Statement.Print(expressions.tuple(true, "", false), line));
          stream.expect(Type.VARIABLE_END);
        }
        default -> {
          if (stream.is(Type.NAME) && ends.contains(stream.current().text())) return statements;
          statements.addAll(statement(ends));
          stream.expect(Type.BLOCK_END);
        }
      }
    }
    if (!ends.isEmpty())
      throw stream.wrong(
          "Unexpected end of template; it lacks "
              + String.join(" or ", ends.stream().sorted().toList()));
    return statements;
  }

  /// The statements of a block and the name that ended them.
  private Body body(String... ends) {
    stream.skipOperator(":");
    stream.expect(Type.BLOCK_END);
    stream.enter();
    Body body = new Body(statements(Set.of(ends)));
    stream.leave();
    return body;
  }

  private Body closed(String end) {
    Body body = body(end);
    stream.next();
    return body;
  }

  private List<Statement> statement(Set<String> ends) {
    Token tag = stream.expect(Type.NAME);
    int line = tag.line();
    return switch (tag.text()) {
      case "for" -> List.of(loop(line));
      case "if" -> List.of(condition(line));
      case "set" -> List.of(set(line));
      case "print" -> print(line);
      case "macro" -> List.of(macro(line));
      case "call" -> List.of(callBlock(line));
      case "filter" -> {
        var filter = expressions.operands().filters(Optional.empty(), true);
        yield List.of(new Statement.FilterBlock(filter, closed("endfilter"), line));
      }
      case "with" -> List.of(with(line));
      case "generation" -> List.of(new Statement.GenerationBlock(function("endgeneration"), line));
      case "break" -> List.of(inLoop(new Statement.Break(line)));
      case "continue" -> List.of(inLoop(new Statement.Continue(line)));
      case "block", "extends", "include", "import", "from", "autoescape" ->
          throw JinjaException.syntax(
              "the tag '" + tag.text() + "' is not supported; a chat template stands alone", line);
      default ->
          throw JinjaException.syntax(
              "Encountered unknown tag '"
                  + tag.text()
                  + "'"
                  + (ends.isEmpty()
                      ? ""
                      : "; expected " + String.join(" or ", ends.stream().sorted().toList())),
              line);
    };
  }

  private Statement inLoop(Statement statement) {
    if (loops == 0)
      throw JinjaException.syntax("'break' or 'continue' outside of a loop", statement.line());
    return statement;
  }

  /// The body of a macro or call block, in which `break` and `continue` cannot reach a loop
  /// outside.
  private Body function(String end) {
    int before = loops;
    loops = 0;
    Body body = closed(end);
    loops = before;
    return body;
  }

  private Statement loop(int line) {
    Target target = target("in", false);
    stream.expectName("in");
    Expression items = expressions.tuple(false, "recursive", false);
    Optional<Filtered> test =
        stream.skipName("if")
            ? Optional.of(new Filtered(expressions.expression()))
            : Optional.empty();
    boolean recursive = stream.skipName("recursive");
    loops++;
    Body body = body("endfor", "else");
    loops--;
    boolean otherwise = stream.next().isName("else");
    return new Statement.For(
        target,
        items,
        test,
        body,
        otherwise ? Optional.of(closed("endfor")) : Optional.empty(),
        recursive,
        line);
  }

  private Statement condition(int line) {
    var branches = new ArrayList<IfBranch>();
    while (true) {
      Expression test = expressions.tuple(false, "", false);
      branches.add(new IfBranch(test, body("elif", "else", "endif").statements()));
      Token end = stream.next();
      if (end.isName("elif")) continue;
      List<Statement> otherwise = end.isName("else") ? closed("endif").statements() : List.of();
      return new Statement.If(List.copyOf(branches), otherwise, line);
    }
  }

  private Statement set(int line) {
    Target target = target("", true);
    if (stream.skipOperator("="))
      return new Statement.Set(target, expressions.tuple(true, "", false), line);
    Optional<Expression.FilterCall> filter =
        stream.isOperator("|")
            ? Optional.of(expressions.operands().filters(Optional.empty(), false))
            : Optional.empty();
    return new Statement.SetBlock(target, filter, closed("endset"), line);
  }

  private List<Statement> print(int line) {
    var printed = new ArrayList<Statement>();
    while (!stream.is(Type.BLOCK_END)) {
      if (!printed.isEmpty()) stream.expectOperator(",");
      printed.add(new Statement.Print(expressions.expression(), line));
    }
    return printed;
  }

  private Statement macro(int line) {
    String name = name();
    Signature signature = signature();
    return new Statement.MacroDefinition(name, signature, function("endmacro"), line);
  }

  private Statement callBlock(int line) {
    Signature signature = stream.isOperator("(") ? signature() : Signature.NONE;
    if (!(expressions.expression() instanceof Expression.Call call))
      throw JinjaException.syntax("expected call", line);
    return new Statement.CallBlock(signature, call, function("endcall"), line);
  }

  private Signature signature() {
    var parameters = new ArrayList<String>();
    var defaults = new ArrayList<Expression>();
    stream.expectOperator("(");
    while (!stream.isOperator(")")) {
      if (!parameters.isEmpty()) stream.expectOperator(",");
      String name = name();
      if (parameters.contains(name))
        throw stream.wrong("the parameter '" + name + "' stands twice");
      parameters.add(name);
      if (stream.skipOperator("=")) defaults.add(expressions.expression());
      else if (!defaults.isEmpty())
        throw stream.wrong("non-default argument follows default argument");
    }
    stream.expectOperator(")");
    return new Signature(List.copyOf(parameters), List.copyOf(defaults));
  }

  private Statement with(int line) {
    var assigned = new ArrayList<Assigned>();
    while (!stream.is(Type.BLOCK_END)) {
      if (!assigned.isEmpty()) stream.expectOperator(",");
      Target target = target("", false);
      stream.expectOperator("=");
      assigned.add(new Assigned(target, expressions.expression()));
    }
    return new Statement.With(List.copyOf(assigned), closed("endwith"), line);
  }

  private String name() {
    String name = stream.expect(Type.NAME).text();
    if (LITERALS.contains(name)) throw stream.wrong("can't assign to '" + name + "'");
    return name;
  }

  /// The target of an assignment: a name, an attribute of a namespace, or a tuple of targets.
  ///
  /// @param end the name that ends the target, or empty
  /// @param members whether attributes are allowed
  private Target target(String end, boolean members) {
    var targets = new ArrayList<Target>();
    boolean several = false;
    while (true) {
      if (!targets.isEmpty()) stream.expectOperator(",");
      if (!targets.isEmpty() && isTargetEnd(end)) break;
      targets.add(one(members));
      if (!stream.isOperator(",")) break;
      several = true;
    }
    return several ? new Target.Several(List.copyOf(targets)) : targets.getFirst();
  }

  private boolean isTargetEnd(String end) {
    return stream.isOperator(")")
        || stream.isOperator("=")
        || stream.is(Type.BLOCK_END)
        || !end.isEmpty() && stream.isName(end);
  }

  private Target one(boolean members) {
    if (stream.skipOperator("(")) {
      stream.enter();
      Target inside = target("", members);
      stream.leave();
      stream.expectOperator(")");
      return inside;
    }
    if (!stream.is(Type.NAME))
      throw stream.wrong("can't assign to '" + stream.current().described() + "'");
    String name = name();
    if (members && stream.skipOperator("."))
      return new Target.Member(name, stream.expect(Type.NAME).text());
    return new Target.Variable(name);
  }
}

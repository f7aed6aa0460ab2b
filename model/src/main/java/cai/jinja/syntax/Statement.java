package cai.jinja.syntax;

import java.util.List;
import java.util.Optional;

/// A statement of a template; text outside of tags is a statement that prints it.
public sealed interface Statement {
  /// Line of the template.
  int line();

  record Print(Expression value, int line) implements Statement {}

  record For(
      Target target,
      Expression items,
      Optional<Filtered> test,
      Body body,
      Optional<Body> otherwise,
      boolean recursive,
      int line)
      implements Statement {}

  record If(List<IfBranch> branches, List<Statement> otherwise, int line) implements Statement {}

  record Set(Target target, Expression value, int line) implements Statement {}

  record SetBlock(Target target, Optional<Expression.FilterCall> filter, Body body, int line)
      implements Statement {}

  record MacroDefinition(String name, Signature signature, Body body, int line)
      implements Statement {}

  record CallBlock(Signature signature, Expression.Call call, Body body, int line)
      implements Statement {}

  /// `{% generation %}`: its content, in a scope of its own.
  record GenerationBlock(Body body, int line) implements Statement {}

  record FilterBlock(Expression.FilterCall filter, Body body, int line) implements Statement {}

  record With(List<Assigned> assigned, Body body, int line) implements Statement {}

  record Break(int line) implements Statement {}

  record Continue(int line) implements Statement {}

  /// Statements with a scope of their own. Two bodies are never equal, so that a body can be the
  /// key of its scope.
  final class Body {
    private final List<Statement> statements;

    Body(List<Statement> statements) {
      this.statements = List.copyOf(statements);
    }

    public List<Statement> statements() {
      return statements;
    }
  }

  /// The condition on a loop's items, with a scope of its own.
  final class Filtered {
    private final Expression condition;

    Filtered(Expression condition) {
      this.condition = condition;
    }

    public Expression condition() {
      return condition;
    }
  }

  record IfBranch(Expression test, List<Statement> body) {}

  record Assigned(Target target, Expression value) {}

  /// @param defaults default values of the last parameters
  record Signature(List<String> parameters, List<Expression> defaults) {
    public static final Signature NONE = new Signature(List.of(), List.of());
  }

  /// The target of an assignment.
  sealed interface Target {
    record Variable(String name) implements Target {}

    record Member(String namespace, String name) implements Target {}

    record Several(List<Target> targets) implements Target {}
  }
}

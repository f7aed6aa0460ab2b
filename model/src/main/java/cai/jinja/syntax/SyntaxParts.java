package cai.jinja.syntax;

import cai.jinja.syntax.Expression.Passed;
import cai.jinja.syntax.Statement.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Walks the syntax tree: the parts of expressions, the names that statements read and assign.
public final class SyntaxParts {
  private SyntaxParts() {}

  /// The expressions directly inside an expression.
  public static List<Expression> of(Expression expression) {
    var parts = new ArrayList<Expression>();
    switch (expression) {
      case Expression.Literal _, Expression.Name _ -> {}
      case Expression.Attribute attribute -> parts.add(attribute.of());
      case Expression.ItemAccess item -> {
        parts.add(item.of());
        parts.add(item.key());
      }
      case Expression.Slice slice -> {
        parts.add(slice.of());
        slice.start().ifPresent(parts::add);
        slice.stop().ifPresent(parts::add);
        slice.step().ifPresent(parts::add);
      }
      case Expression.Call call -> {
        parts.add(call.function());
        add(call.passed(), parts);
      }
      case Expression.FilterCall filter -> {
        filter.of().ifPresent(parts::add);
        add(filter.passed(), parts);
      }
      case Expression.TestCall test -> {
        parts.add(test.of());
        add(test.passed(), parts);
      }
      case Expression.Binary binary -> {
        parts.add(binary.left());
        parts.add(binary.right());
      }
      case Expression.Sign sign -> parts.add(sign.of());
      case Expression.Not not -> parts.add(not.of());
      case Expression.And and -> {
        parts.add(and.left());
        parts.add(and.right());
      }
      case Expression.Or or -> {
        parts.add(or.left());
        parts.add(or.right());
      }
      case Expression.Compare compare -> {
        parts.add(compare.first());
        compare.others().forEach(other -> parts.add(other.with()));
      }
      case Expression.Concatenation concatenation -> parts.addAll(concatenation.parts());
      case Expression.Conditional conditional -> {
        parts.add(conditional.test());
        parts.add(conditional.then());
        conditional.otherwise().ifPresent(parts::add);
      }
      case Expression.ListOf list -> parts.addAll(list.items());
      case Expression.TupleOf tuple -> parts.addAll(tuple.items());
      case Expression.DictOf dict ->
          dict.pairs()
              .forEach(pair -> {
                parts.add(pair.key());
                parts.add(pair.value());
              });
    }
    return parts;
  }

  private static void add(Passed passed, List<Expression> parts) {
    parts.addAll(passed.positional());
    passed.named().forEach(keyword -> parts.add(keyword.value()));
    passed.more().ifPresent(parts::add);
    passed.moreNamed().ifPresent(parts::add);
  }

  /// Whether one of the statements reads a name, at any depth.
  public static boolean reads(List<Statement> statements, String name) {
    return statements.stream().anyMatch(statement -> reads(statement, name));
  }

  private static boolean reads(Statement statement, String name) {
    return switch (statement) {
      case Statement.Print print -> reads(print.value(), name);
      case Statement.For loop ->
          reads(loop.items(), name)
              || loop.test().filter(test -> reads(test.condition(), name)).isPresent()
              || reads(loop.body().statements(), name)
              || loop.otherwise().filter(body -> reads(body.statements(), name)).isPresent();
      case Statement.If condition ->
          condition.branches().stream()
                  .anyMatch(branch -> reads(branch.test(), name) || reads(branch.body(), name))
              || reads(condition.otherwise(), name);
      case Statement.Set set -> reads(set.value(), name);
      case Statement.SetBlock block ->
          block.filter().filter(filter -> reads(filter, name)).isPresent()
              || reads(block.body().statements(), name);
      case Statement.MacroDefinition macro ->
          reads(macro.signature(), name) || reads(macro.body().statements(), name);
      case Statement.CallBlock block ->
          reads(block.call(), name)
              || reads(block.signature(), name)
              || reads(block.body().statements(), name);
      case Statement.GenerationBlock generation -> reads(generation.body().statements(), name);
      case Statement.FilterBlock block ->
          reads(block.filter(), name) || reads(block.body().statements(), name);
      case Statement.With with ->
          with.assigned().stream().anyMatch(one -> reads(one.value(), name))
              || reads(with.body().statements(), name);
      case Statement.Break _, Statement.Continue _ -> false;
    };
  }

  private static boolean reads(Signature signature, String name) {
    return signature.defaults().stream().anyMatch(value -> reads(value, name));
  }

  private static boolean reads(Expression expression, String name) {
    return expression instanceof Expression.Name one && one.name().equals(name)
        || of(expression).stream().anyMatch(part -> reads(part, name));
  }

  /// Passes on the names that a target assigns and those that it reads.
  public static void names(Statement.Target target, Consumer<String> stored, Set<String> read) {
    switch (target) {
      case Statement.Target.Variable variable -> stored.accept(variable.name());
      case Statement.Target.Member member -> read.add(member.namespace());
      case Statement.Target.Several several ->
          several.targets().forEach(one -> names(one, stored, read));
    }
  }
}

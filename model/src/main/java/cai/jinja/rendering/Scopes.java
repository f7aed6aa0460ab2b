package cai.jinja.rendering;

import cai.jinja.builtins.Filters;
import cai.jinja.builtins.Tests;
import cai.jinja.syntax.Expression;
import cai.jinja.syntax.Statement;
import cai.jinja.syntax.Statement.Body;
import cai.jinja.syntax.Statement.Signature;
import cai.jinja.syntax.SyntaxParts;
import cai.jinja.values.JinjaException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Finds the scopes of a template and the names in each. Refuses filters and tests that do not
/// exist here, unless they stand in a branch that a rendering may skip.
///
/// **Source**: `jinja2.idtracking` and the scopes that `jinja2.compiler` makes.
public final class Scopes {
  /// Names that the body of every macro can use without a parameter.
  static final List<String> SPECIAL = List.of("caller", "kwargs", "varargs");

  private final Map<Object, Symbols> symbols = new IdentityHashMap<>();

  private Scopes() {}

  public static Scopes of(Body template) {
    var scopes = new Scopes();
    scopes.body(template, template.statements(), new Symbols(Optional.empty()));
    return scopes;
  }

  /// The names of a body or of a loop's condition.
  Symbols names(Object scope) {
    return symbols.get(scope);
  }

  /// Reads the statements of a scope first and the scopes inside it afterwards, because what an
  /// inner scope finds depends on all names that the outer one assigns.
  private void body(Object key, List<Statement> statements, Symbols own) {
    symbols.put(key, own);
    var inner = new ArrayList<Runnable>();
    read(statements, own, own, inner, false);
    inner.forEach(Runnable::run);
  }

  private void inner(Body body, Symbols outer, BiConsumer<Symbols, Body> prepare) {
    var own = new Symbols(Optional.of(outer));
    prepare.accept(own, body);
    body(body, body.statements(), own);
  }

  /// @param at the symbols that names are added to, in a branch a copy of `own`
  /// @param own the symbols of the scope, which inner scopes see
  private void read(
      List<Statement> statements, Symbols at, Symbols own, List<Runnable> inner, boolean soft) {
    for (Statement statement : statements)
      switch (statement) {
        case Statement.Print print -> load(print.value(), at, soft);
        case Statement.Set set -> {
          load(set.value(), at, soft);
          store(set.target(), at);
        }
        case Statement.If condition -> branches(condition, at, own, inner);
        case Statement.For loop -> {
          load(loop.items(), at, soft);
          inner.add(() -> loop(loop, own));
        }
        case Statement.SetBlock block -> {
          store(block.target(), at);
          block.filter().ifPresent(filter -> load(filter, new Symbols(Optional.empty()), false));
          inner.add(() -> inner(block.body(), own, (_, _) -> {}));
        }
        case Statement.MacroDefinition macro -> {
          at.store(macro.name());
          inner.add(() -> macro(macro.signature(), macro.body(), own));
        }
        case Statement.CallBlock block -> {
          load(block.call(), at, soft);
          inner.add(() -> macro(block.signature(), block.body(), own));
        }
        case Statement.GenerationBlock generation ->
            inner.add(() -> macro(Signature.NONE, generation.body(), own));
        case Statement.FilterBlock block -> {
          load(block.filter(), at, soft);
          inner.add(
              () -> inner(block.body(), own, (names, _) -> load(block.filter(), names, false)));
        }
        case Statement.With with -> {
          with.assigned().forEach(one -> load(one.value(), at, soft));
          inner.add(() ->
              inner(
                  with.body(),
                  own,
                  (names, _) ->
                      with.assigned()
                          .forEach(one ->
                              SyntaxParts.names(
                                  one.target(), names::declare, new LinkedHashSet<>()))));
        }
        case Statement.Break _, Statement.Continue _ -> {}
      }
  }

  private void branches(Statement.If condition, Symbols at, Symbols own, List<Runnable> inner) {
    load(condition.branches().getFirst().test(), at, true);
    Symbols first = at.copy();
    read(condition.branches().getFirst().body(), first, own, inner, true);
    Symbols others = at.copy();
    for (var branch : condition.branches().subList(1, condition.branches().size())) {
      load(branch.test(), others, true);
      Symbols taken = others.copy();
      read(branch.body(), taken, own, inner, true);
      others.merge(List.of(taken));
    }
    Symbols otherwise = at.copy();
    read(condition.otherwise(), otherwise, own, inner, true);
    at.merge(List.of(first, others, otherwise));
  }

  private void loop(Statement.For loop, Symbols outer) {
    if (names(loop.target()).contains("loop"))
      throw JinjaException.syntax(
          "Can't assign to special loop variable in for-loop target", loop.line());
    inner(
        loop.body(),
        outer,
        (own, _) -> {
          own.declare("loop");
          names(loop.target()).forEach(own::declare);
        });
    loop.otherwise().ifPresent(body -> inner(body, outer, (_, _) -> {}));
    loop.test()
        .ifPresent(test -> {
          var own = new Symbols(Optional.of(outer));
          symbols.put(test, own);
          names(loop.target()).forEach(own::declare);
          load(test.condition(), own, false);
        });
  }

  private static LinkedHashSet<String> names(Statement.Target target) {
    var names = new LinkedHashSet<String>();
    SyntaxParts.names(target, names::add, new LinkedHashSet<>());
    return names;
  }

  private void macro(Signature signature, Body body, Symbols outer) {
    inner(
        body,
        outer,
        (own, _) -> {
          signature.parameters().forEach(own::declare);
          signature.defaults().forEach(value -> load(value, own, false));
          for (String name : SPECIAL) if (reads(body, signature, name)) own.declare(name);
        });
  }

  /// Whether a macro's body reads `name`, which is none of its parameters.
  static boolean reads(Body body, Signature signature, String name) {
    return !signature.parameters().contains(name) && SyntaxParts.reads(body.statements(), name);
  }

  private void store(Statement.Target target, Symbols at) {
    var read = new LinkedHashSet<String>();
    SyntaxParts.names(target, at::store, read);
    read.forEach(at::load);
  }

  private void load(Expression expression, Symbols at, boolean soft) {
    if (expression instanceof Expression.Name name) at.load(name.name());
    requireKnown(expression, soft);
    boolean within = soft || expression instanceof Expression.Conditional;
    for (Expression part : SyntaxParts.of(expression)) load(part, at, within);
  }

  private static void requireKnown(Expression expression, boolean soft) {
    if (soft) return;
    if (expression instanceof Expression.FilterCall filter && !Filters.isKnown(filter.name()))
      throw JinjaException.syntax(
          "the filter '" + filter.name() + "' is not supported", filter.line());
    if (expression instanceof Expression.TestCall test && !Tests.isKnown(test.name()))
      throw JinjaException.syntax("the test '" + test.name() + "' is not supported", test.line());
  }
}

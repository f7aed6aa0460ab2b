package cai.jinja.rendering;

import cai.jinja.syntax.Statement;
import cai.jinja.syntax.Statement.Body;
import cai.jinja.syntax.Statement.Target;
import cai.jinja.values.Arguments;
import cai.jinja.values.Dict;
import cai.jinja.values.Generator;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Lookahead;
import cai.jinja.values.Meter;
import cai.jinja.values.Namespace;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Types;
import cai.jinja.values.Values;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Executes the statements of a template once: one rendering.
///
/// **Source**: what `jinja2.compiler` generates.
public final class Interpreter {
  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  private final Scopes scopes;
  private final Meter meter;
  private final Expressions expressions;
  private TextBuilder out = new TextBuilder();

  public Interpreter(Scopes scopes, Meter meter) {
    this.scopes = scopes;
    this.meter = meter;
    this.expressions = new Expressions(meter);
  }

  Scopes scopes() {
    return scopes;
  }

  Expressions expressions() {
    return expressions;
  }

  public Text render(Body template, Dict given) {
    run(template.statements(), new Frame(scopes.names(template), Optional.empty(), given));
    return out.text();
  }

  /// The text that statements print.
  Text captured(List<Statement> statements, Frame frame) {
    TextBuilder outer = out;
    out = new TextBuilder();
    try {
      run(statements, frame);
      return out.text();
    } finally {
      out = outer;
    }
  }

  private void print(Text text) {
    meter.characters(text.toString().length());
    out.append(text);
  }

  private Flow run(List<Statement> statements, Frame frame) {
    for (Statement statement : statements) {
      Flow flow = run(statement, frame);
      if (flow != Flow.ON) return flow;
    }
    return Flow.ON;
  }

  private Flow run(Statement statement, Frame frame) {
    meter.step();
    meter.enter();
    try {
      return carryOut(statement, frame);
    } catch (JinjaException e) {
      throw e.at(statement.line());
    } finally {
      meter.leave();
    }
  }

  private Flow carryOut(Statement statement, Frame frame) {
    switch (statement) {
      case Statement.Print printed ->
          print(Values.text(expressions.value(printed.value(), frame), meter));
      case Statement.Set set -> assign(set.target(), expressions.value(set.value(), frame), frame);
      case Statement.If condition -> {
        return condition(condition, frame);
      }
      case Statement.For loop -> loop(loop, frame);
      case Statement.SetBlock block -> {
        return setBlock(block, frame);
      }
      case Statement.MacroDefinition macro ->
          frame.set(macro.name(), macro(macro.name(), macro.signature(), macro.body(), frame));
      case Statement.CallBlock block -> {
        var caller = macro("caller", block.signature(), block.body(), frame);
        print(Values.text(expressions.call(block.call(), Optional.of(caller), frame), meter));
      }
      case Statement.GenerationBlock generation ->
          print(
              macro("caller", Statement.Signature.NONE, generation.body(), frame)
                  .call(meter, Arguments.NONE));
      case Statement.FilterBlock block -> {
        return filterBlock(block, frame);
      }
      case Statement.With with -> {
        return with(with, frame);
      }
      case Statement.Break _ -> {
        return Flow.BREAK;
      }
      case Statement.Continue _ -> {
        return Flow.CONTINUE;
      }
    }
    return Flow.ON;
  }

  private Macro macro(String name, Statement.Signature signature, Body body, Frame around) {
    return new Macro(name, signature, body, around, this);
  }

  private Flow condition(Statement.If condition, Frame frame) {
    for (var branch : condition.branches())
      if (Values.truth(expressions.value(branch.test(), frame))) return run(branch.body(), frame);
    return run(condition.otherwise(), frame);
  }

  private void loop(Statement.For loop, Frame frame) {
    Object items = expressions.value(loop.items(), frame);
    if (loop.recursive()) print(recursive(loop, items, 0, frame));
    else iterate(loop, new Loop(filtered(loop, items, frame), meter, Optional.empty(), 0), frame);
  }

  private Text recursive(Statement.For loop, Object items, int depth, Frame frame) {
    TextBuilder outer = out;
    out = new TextBuilder();
    meter.enter();
    try {
      Loop.Recursion again = (inner, deeper) -> recursive(loop, inner, deeper, frame);
      var own = new Loop(filtered(loop, items, frame), meter, Optional.of(again), depth);
      iterate(loop, own, frame);
      return out.text();
    } finally {
      out = outer;
      meter.leave();
    }
  }

  /// A loop takes its `else` branch if no iteration reached the end of the body; an iteration that
  /// `continue` or `break` ended does not count.
  private void iterate(Statement.For loop, Loop own, Frame frame) {
    boolean otherwise = true;
    while (own.hasNext()) {
      meter.step();
      Frame inside = frame.inner(scopes.names(loop.body()));
      Object item = own.next();
      inside.set("loop", own);
      assign(loop.target(), item, inside);
      Flow flow = run(loop.body().statements(), inside);
      if (flow == Flow.ON) otherwise = false;
      if (flow == Flow.BREAK) break;
    }
    if (otherwise && loop.otherwise().isPresent()) {
      Body body = loop.otherwise().get();
      run(body.statements(), frame.inner(scopes.names(body)));
    }
  }

  /// The items that satisfy the loop's condition, found one by one when the loop asks for them.
  private Object filtered(Statement.For loop, Object items, Frame frame) {
    if (loop.test().isEmpty()) return items;
    var test = loop.test().get();
    Iterator<Object> all = Values.iterate(items);
    return Generator.of(
        new Lookahead(() -> {
          while (all.hasNext()) {
            meter.step();
            Object item = all.next();
            Frame inside = frame.inner(scopes.names(test));
            assign(loop.target(), item, inside);
            if (Values.truth(expressions.value(test.condition(), inside))) return Optional.of(item);
          }
          return Optional.empty();
        }));
  }

  private Flow setBlock(Statement.SetBlock block, Frame frame) {
    Frame inside = frame.inner(scopes.names(block.body()));
    TextBuilder outer = out;
    out = new TextBuilder();
    Flow flow;
    Object value;
    try {
      flow = run(block.body().statements(), inside);
      value = out.text();
    } finally {
      out = outer;
    }
    if (flow != Flow.ON) return flow;
    if (block.filter().isPresent())
      value = expressions.filterBlock(block.filter().get(), value, inside);
    assign(block.target(), value, frame);
    return Flow.ON;
  }

  private Flow filterBlock(Statement.FilterBlock block, Frame frame) {
    Frame inside = frame.inner(scopes.names(block.body()));
    TextBuilder outer = out;
    out = new TextBuilder();
    Flow flow;
    Text text;
    try {
      flow = run(block.body().statements(), inside);
      text = out.text();
    } finally {
      out = outer;
    }
    if (flow != Flow.ON) return flow;
    print(Values.text(expressions.filterBlock(block.filter(), text, inside), meter));
    return Flow.ON;
  }

  private Flow with(Statement.With with, Frame frame) {
    Frame inside = frame.inner(scopes.names(with.body()));
    for (var assigned : with.assigned())
      assign(assigned.target(), expressions.value(assigned.value(), frame), inside);
    return run(with.body().statements(), inside);
  }

  private void assign(Target target, Object value, Frame frame) {
    switch (target) {
      case Target.Variable variable -> frame.set(variable.name(), value);
      case Target.Member member -> {
        if (!(frame.get(member.namespace()) instanceof Namespace namespace))
          throw JinjaException.failed("cannot assign attribute on non-namespace object");
        namespace.set(member.name(), value);
      }
      case Target.Several several -> {
        List<Object> values = unpacked(value, several.targets().size());
        for (int i = 0; i < values.size(); i++)
          assign(several.targets().get(i), values.get(i), frame);
      }
    }
  }

  private List<Object> unpacked(Object value, int count) {
    if (!Values.isIterable(value))
      throw JinjaException.failed("cannot unpack non-iterable " + Types.name(value) + " object");
    var values = new ArrayList<Object>();
    Iterator<Object> items = Values.iterate(value);
    while (items.hasNext() && values.size() <= count) values.add(items.next());
    if (values.size() > count)
      throw JinjaException.failed("too many values to unpack (expected " + count + ")");
    if (values.size() < count)
      throw JinjaException.failed(
          "not enough values to unpack (expected " + count + ", got " + values.size() + ")");
    return values;
  }
}

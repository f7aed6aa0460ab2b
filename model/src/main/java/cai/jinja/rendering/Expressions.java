package cai.jinja.rendering;

import cai.jinja.builtins.Attributes;
import cai.jinja.builtins.Filters;
import cai.jinja.builtins.Operators;
import cai.jinja.builtins.Slices;
import cai.jinja.builtins.Tests;
import cai.jinja.syntax.Expression;
import cai.jinja.syntax.Expression.Comparand;
import cai.jinja.syntax.Expression.Passed;
import cai.jinja.values.Arguments;
import cai.jinja.values.Dict;
import cai.jinja.values.Function;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.None;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Tuple;
import cai.jinja.values.Types;
import cai.jinja.values.Undefined;
import cai.jinja.values.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Computes the values of expressions.
final class Expressions {
  private final Meter meter;

  Expressions(Meter meter) {
    this.meter = meter;
  }

  Object value(Expression expression, Frame frame) {
    meter.step();
    meter.enter();
    try {
      return computed(expression, frame);
    } catch (JinjaException e) {
      throw e.at(expression.line());
    } finally {
      meter.leave();
    }
  }

  private Object computed(Expression expression, Frame frame) {
    return switch (expression) {
      case Expression.Literal literal -> literal.value();
      case Expression.Name name -> frame.get(name.name());
      case Expression.Attribute attribute ->
          Attributes.attribute(value(attribute.of(), frame), attribute.name());
      case Expression.ItemAccess item ->
          Attributes.item(value(item.of(), frame), value(item.key(), frame));
      case Expression.Slice slice ->
          Slices.of(
              value(slice.of(), frame),
              List.of(
                  bound(slice.start(), frame),
                  bound(slice.stop(), frame),
                  bound(slice.step(), frame)),
              meter);
      case Expression.Call call -> call(call, Optional.empty(), frame);
      case Expression.FilterCall filter -> filter(filter, frame);
      case Expression.TestCall test -> test(test, frame);
      case Expression.Binary binary ->
          Operators.operate(
              binary.operator(), value(binary.left(), frame), value(binary.right(), frame), meter);
      case Expression.Sign sign -> Operators.signed(sign.negative(), value(sign.of(), frame));
      case Expression.Not not -> !Values.truth(value(not.of(), frame));
      case Expression.And and -> {
        Object left = value(and.left(), frame);
        yield Values.truth(left) ? value(and.right(), frame) : left;
      }
      case Expression.Or or -> {
        Object left = value(or.left(), frame);
        yield Values.truth(left) ? left : value(or.right(), frame);
      }
      case Expression.Compare compare -> compared(compare, frame);
      case Expression.Concatenation concatenation -> {
        var joined = new TextBuilder();
        for (Expression part : concatenation.parts()) {
          Text text = Values.text(value(part, frame), meter);
          meter.characters(text.toString().length());
          joined.append(text);
        }
        yield joined.text();
      }
      case Expression.Conditional conditional -> conditional(conditional, frame);
      case Expression.ListOf list -> values(list.items(), frame);
      case Expression.TupleOf tuple -> new Tuple(values(tuple.items(), frame));
      case Expression.DictOf dict -> {
        var made = new Dict();
        for (var pair : dict.pairs())
          made.put(value(pair.key(), frame), value(pair.value(), frame));
        yield made;
      }
    };
  }

  private Object bound(Optional<Expression> bound, Frame frame) {
    return bound.map(one -> value(one, frame)).orElse(None.NONE);
  }

  private List<Object> values(List<Expression> expressions, Frame frame) {
    var values = new ArrayList<Object>();
    for (Expression one : expressions) values.add(value(one, frame));
    return values;
  }

  private Object conditional(Expression.Conditional conditional, Frame frame) {
    if (Values.truth(value(conditional.test(), frame))) return value(conditional.then(), frame);
    return conditional
        .otherwise()
        .map(otherwise -> value(otherwise, frame))
        .orElse(
            Undefined.of(
                "the inline if-expression evaluated to false and no else section was defined."));
  }

  private Object compared(Expression.Compare compare, Frame frame) {
    Object left = value(compare.first(), frame);
    for (Comparand other : compare.others()) {
      Object right = value(other.with(), frame);
      if (!Operators.compare(other.operator(), left, right)) return false;
      left = right;
    }
    return true;
  }

  /// @param caller the body of a call block, which is passed as `caller`
  Object call(Expression.Call call, Optional<Macro> caller, Frame frame) {
    Object function = value(call.function(), frame);
    Arguments arguments = arguments(call.passed(), frame);
    if (caller.isPresent()) arguments = arguments.with("caller", caller.get());
    return switch (function) {
      case Function callable -> callable.call(meter, arguments);
      case Undefined undefined -> throw undefined.failure();
      default ->
          throw JinjaException.failed("'" + Types.name(function) + "' object is not callable");
    };
  }

  private Arguments arguments(Passed passed, Frame frame) {
    List<Object> positional = values(passed.positional(), frame);
    var named = new LinkedHashMap<String, Object>();
    for (var keyword : passed.named()) {
      if (named.containsKey(keyword.name()))
        throw JinjaException.failed("keyword argument repeated: " + keyword.name());
      named.put(keyword.name(), value(keyword.value(), frame));
    }
    passed.more().ifPresent(more -> positional.addAll(Values.list(value(more, frame), meter)));
    passed.moreNamed().ifPresent(more -> addNamed(value(more, frame), named));
    return new Arguments(positional, named);
  }

  private static void addNamed(Object more, LinkedHashMap<String, Object> named) {
    if (!(more instanceof Dict dict))
      throw JinjaException.failed("argument after ** must be a mapping");
    for (Dict.DictEntry entry : dict.entries()) {
      if (!(entry.key() instanceof Text name))
        throw JinjaException.failed("keywords must be strings");
      if (named.putIfAbsent(name.toString(), entry.value()) != null)
        throw JinjaException.failed("got multiple values for keyword argument '" + name + "'");
    }
  }

  /// Applies the filters of a filter block to the block's text. The innermost filter has no
  /// expression before it.
  Object filterBlock(Expression.FilterCall filter, Object text, Frame frame) {
    Object of =
        filter
            .of()
            .map(inner -> filterBlock((Expression.FilterCall) inner, text, frame))
            .orElse(text);
    return Filters.apply(meter, filter.name(), of, arguments(filter.passed(), frame));
  }

  private Object filter(Expression.FilterCall filter, Frame frame) {
    Object of = value(filter.of().orElseThrow(), frame);
    return Filters.apply(meter, filter.name(), of, arguments(filter.passed(), frame));
  }

  private Object test(Expression.TestCall test, Frame frame) {
    Object of = value(test.of(), frame);
    return Tests.check(meter, test.name(), of, arguments(test.passed(), frame));
  }
}

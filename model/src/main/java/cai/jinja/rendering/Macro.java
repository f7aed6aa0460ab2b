package cai.jinja.rendering;

import cai.jinja.syntax.Statement.Body;
import cai.jinja.syntax.Statement.Signature;
import cai.jinja.values.Arguments;
import cai.jinja.values.Dict;
import cai.jinja.values.Function;
import cai.jinja.values.JinjaException;
import cai.jinja.values.JinjaObject;
import cai.jinja.values.Meter;
import cai.jinja.values.None;
import cai.jinja.values.Representation;
import cai.jinja.values.Text;
import cai.jinja.values.Tuple;
import cai.jinja.values.Undefined;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// A macro, or the body of a call block.
///
/// @param around the scope in which it is defined
/// @param interpreter the rendering to which it belongs
record Macro(String name, Signature signature, Body body, Frame around, Interpreter interpreter)
    implements Function, JinjaObject {
  @Override
  public Text call(Meter meter, Arguments arguments) {
    Frame frame = around.inner(interpreter.scopes().names(body));
    var named = new LinkedHashMap<>(arguments.named());
    List<Object> positional = arguments.positional();
    List<String> parameters = signature.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      String parameter = parameters.get(i);
      if (i < positional.size()) frame.set(parameter, positional.get(i));
      else
        Optional.ofNullable(named.remove(parameter))
            .ifPresent(value -> frame.set(parameter, value));
    }
    special(frame, named, positional);
    for (int i = 0; i < parameters.size(); i++)
      if (!frame.has(parameters.get(i))) frame.set(parameters.get(i), otherwise(i, frame));
    return interpreter.captured(body.statements(), frame);
  }

  /// Assigns arguments that no parameter takes to `caller`, `kwargs` and `varargs` if the body
  /// reads these names.
  private void special(Frame frame, LinkedHashMap<String, Object> named, List<Object> positional) {
    int count = signature.parameters().size();
    var names = interpreter.scopes().names(body);
    if (takes(names, "caller")) {
      Object caller = Optional.ofNullable(named.remove("caller")).orElse(None.NONE);
      frame.set("caller", caller == None.NONE ? Undefined.of("No caller defined") : caller);
    }
    if (takes(names, "kwargs")) {
      var rest = new Dict();
      named.forEach((key, value) -> rest.put(Text.of(key), value));
      frame.set("kwargs", rest);
    } else if (!named.isEmpty()) {
      throw JinjaException.failed(
          "macro '"
              + name
              + "' takes no keyword argument '"
              + named.keySet().iterator().next()
              + "'");
    }
    List<Object> more = positional.subList(Math.min(count, positional.size()), positional.size());
    if (takes(names, "varargs")) frame.set("varargs", new Tuple(more));
    else if (!more.isEmpty())
      throw JinjaException.failed(
          "macro '" + name + "' takes not more than " + count + " argument(s)");
  }

  private boolean takes(Symbols names, String special) {
    return names.loads().get(special) == Symbols.Load.PARAMETER
        && !signature.parameters().contains(special);
  }

  private Object otherwise(int parameter, Frame frame) {
    int place = parameter - signature.parameters().size() + signature.defaults().size();
    if (place < 0)
      return Undefined.of(
          "parameter '" + signature.parameters().get(parameter) + "' was not provided");
    return interpreter.expressions().value(signature.defaults().get(place), frame);
  }

  @Override
  public String type() {
    return "Macro";
  }

  @Override
  public String qualifiedType() {
    return "jinja2.runtime.Macro";
  }

  @Override
  public Optional<String> printed() {
    return Optional.of("<Macro " + Representation.quoted(name) + ">");
  }

  @Override
  public Optional<Object> attribute(String attribute) {
    return switch (attribute) {
      case "name" -> Optional.of(Text.of(name));
      case "arguments" ->
          Optional.of(new Tuple(signature.parameters().stream().<Object>map(Text::of).toList()));
      case "catch_kwargs" -> Optional.of(Scopes.reads(body, signature, "kwargs"));
      case "catch_varargs" -> Optional.of(Scopes.reads(body, signature, "varargs"));
      case "caller" -> Optional.of(Scopes.reads(body, signature, "caller"));
      default -> Optional.empty();
    };
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

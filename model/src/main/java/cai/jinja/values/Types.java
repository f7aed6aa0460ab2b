package cai.jinja.values;

import java.math.BigInteger;
import java.util.List;

/// Python's names of the types of values.
public final class Types {
  private Types() {}

  public static String name(Object value) {
    return switch (value) {
      case Text text -> text.isMarkup() ? "Markup" : "str";
      case Boolean _ -> "bool";
      case BigInteger _ -> "int";
      case Double _ -> "float";
      case None _ -> "NoneType";
      case List<?> _ -> "list";
      case Tuple _ -> "tuple";
      case Dict _ -> "dict";
      case Range _ -> "range";
      case Generator generator -> generator.type();
      case DictView view -> view.type();
      case Undefined _ -> "Undefined";
      case Namespace _ -> "Namespace";
      case JinjaObject object -> object.type();
      default -> "function";
    };
  }

  /// How Jinja's messages name a value that lacks an attribute.
  static String described(Object value) {
    return switch (value) {
      case None _ -> "None";
      case Text text when text.isMarkup() -> "markupsafe.Markup object";
      case Namespace _ -> "jinja2.utils.Namespace object";
      case JinjaObject object -> object.qualifiedType() + " object";
      default -> name(value) + " object";
    };
  }
}

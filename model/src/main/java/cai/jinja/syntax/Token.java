package cai.jinja.syntax;

/// A piece of a template as the parser reads it.
///
/// @param text an operator, a name, the text outside of tags, or a string's value
/// @param value the value of a number
record Token(Type type, String text, Object value, int line) {
  enum Type {
    DATA,
    VARIABLE_BEGIN,
    VARIABLE_END,
    BLOCK_BEGIN,
    BLOCK_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean isName(String name) {
    return type == Type.NAME && text.equals(name);
  }

  boolean isOperator(String operator) {
    return type == Type.OPERATOR && text.equals(operator);
  }

  /// The token as messages name it.
  String described() {
    return switch (type) {
      case DATA -> "template data / text";
      case VARIABLE_BEGIN -> "begin of print statement";
      case VARIABLE_END -> "end of print statement";
      case BLOCK_BEGIN -> "begin of statement block";
      case BLOCK_END -> "end of statement block";
      case END -> "end of template";
      case NAME, OPERATOR -> text;
      case STRING -> "string";
      case INTEGER -> "integer";
      case FLOAT -> "float";
    };
  }
}

package cai.jinja.values;

/// A template cannot be rendered, with the reason.
public final class JinjaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The kind of fault.
  public enum Kind {
    /// The template is not valid: nothing can be rendered with it.
    SYNTAX,
    /// The template itself refused the conversation, with `raise_exception`.
    RAISED,
    /// The template did something that is an error in Python or Jinja.
    FAILED,
    /// The template uses something that this renderer does not have.
    UNSUPPORTED,
    /// The template computes more than it may.
    LIMIT
  }

  private final Kind kind;
  private final int line;

  private JinjaException(Kind kind, String message, int line) {
    super(message);
    this.kind = kind;
    this.line = line;
  }

  public static JinjaException syntax(String message, int line) {
    return new JinjaException(Kind.SYNTAX, message, line);
  }

  public static JinjaException raised(String message) {
    return new JinjaException(Kind.RAISED, message, 0);
  }

  public static JinjaException failed(String message) {
    return new JinjaException(Kind.FAILED, message, 0);
  }

  public static JinjaException unsupported(String message) {
    return new JinjaException(Kind.UNSUPPORTED, message, 0);
  }

  public static JinjaException limit(String message) {
    return new JinjaException(Kind.LIMIT, message, 0);
  }

  /// This exception with a line of the template, unless it has one already.
  public JinjaException at(int place) {
    if (line > 0) return this;
    var placed = new JinjaException(kind, getMessage(), place);
    placed.setStackTrace(getStackTrace());
    return placed;
  }

  public Kind kind() {
    return kind;
  }

  /// Line of the template, from 1; 0 where none is known.
  public int line() {
    return line;
  }
}

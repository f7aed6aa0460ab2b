package cai.jinja.values;

/// Why a template or what it was given cannot be rendered.
public final class JinjaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What went wrong.
  public enum Kind {
    /// The template is not valid: nothing can be rendered with it.
    SYNTAX,
    /// The template itself said so, with `raise_exception`.
    RAISED,
    /// What the template did is an error in Python or Jinja.
    FAILED,
    /// The template uses what we do not have.
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

  /// The same at a line of the template, where none is known yet.
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

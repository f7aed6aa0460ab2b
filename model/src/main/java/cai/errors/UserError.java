package cai.errors;

/// An error that the user can mend: a wrong recipe, a missing file, a damaged model, a full disk.
/// It is printed as one sentence without a stack trace, and the command ends with exit code 2.
/// Every other exception is a bug and ends with exit code 1.
public class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// A message of the form `<where>: <name>=<value> <what is wrong>; <what is allowed or what to
  /// do>`. Secrets in it are masked.
  public UserError(String message) {
    super(Secrets.masked(message));
  }

  /// An error with its cause, which `--debug` shows.
  public UserError(String message, Throwable cause) {
    super(Secrets.masked(message), cause);
  }
}

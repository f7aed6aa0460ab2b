package cai.errors;

/// What the user can mend: a wrong recipe, a missing file, a damaged model, a full disk. Printed as
/// its one sentence, without a stack trace; the command ends with exit code 2. Everything else that
/// is thrown is a bug and ends with exit code 1.
public class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// A message of the form `<where>: <name>=<value> <what is wrong>; <what is allowed or what to
  /// do>`. Secrets in it are masked.
  public UserError(String message) {
    super(Secrets.masked(message));
  }

  /// The same with the exception that showed it, kept for `--debug`.
  public UserError(String message, Throwable cause) {
    super(Secrets.masked(message), cause);
  }
}

package cai.tokenizer;

import cai.errors.UserError;

/// A chat template refuses this conversation; it may accept others. Where many items are processed,
/// the item is recorded with the reason; where there is only one, it is an error.
public final class RefusedChat extends UserError {
  private static final long serialVersionUID = 1L;

  private final String reason;

  RefusedChat(String where, String reason, Throwable cause) {
    super(where + ": " + reason, cause);
    this.reason = reason;
  }

  /// The template's reason, without the place in the template.
  public String reason() {
    return reason;
  }
}

package cai.tokenizer;

import cai.errors.UserError;

/// That a chat template does not write this conversation, while it may write others: a bad item,
/// which is recorded with the reason where there are many, and an error where there is one.
public final class RefusedChat extends UserError {
  private static final long serialVersionUID = 1L;

  private final String reason;

  RefusedChat(String where, String reason, Throwable cause) {
    super(where + ": " + reason, cause);
    this.reason = reason;
  }

  /// What the template says, without the place of the template.
  public String reason() {
    return reason;
  }
}

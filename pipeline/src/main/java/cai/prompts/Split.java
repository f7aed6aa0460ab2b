package cai.prompts;

/// What a prompt is used for.
public enum Split {
  TRAIN,
  HELD_OUT
}

package cai.prompts;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;

/// A prompt with its place in the data.
public record PromptItem(
    String format, String id, Aim aim, String kind, Split split, Dialogue prompt) {}

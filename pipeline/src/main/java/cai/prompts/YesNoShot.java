package cai.prompts;

/// A yes/no question on one response with its answer.
public record YesNoShot(String id, String human, String response, String question, boolean yes) {}

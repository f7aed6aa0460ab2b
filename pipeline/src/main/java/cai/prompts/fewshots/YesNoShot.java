package cai.prompts.fewshots;

/// A yes/no question on one response, with the answer.
public record YesNoShot(String id, String human, String response, String question, boolean yes) {}

package cai.prompts.fewshots;

/// A short exchange that shows a base model how the assistant answers.
public record ResponseShot(String id, String human, String response) {}

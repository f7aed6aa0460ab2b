package cai.prompts.fewshots;

/// A pair of responses with the better one known, shown before the pair in question.
public record FeedbackShot(String id, String human, String better, String worse) {}

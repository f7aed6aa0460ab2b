package cai.prompts.fewshots;

/// A worked example of a comparison: a pair of responses whose better one is known.
public record FeedbackShot(String id, String human, String better, String worse) {}

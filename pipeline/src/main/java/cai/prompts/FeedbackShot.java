package cai.prompts;

/// Two responses of which the better is known.
public record FeedbackShot(String id, String human, String better, String worse) {}

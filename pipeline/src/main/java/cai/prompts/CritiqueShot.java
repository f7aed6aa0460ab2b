package cai.prompts;

/// A worked example of critique and revision.
public record CritiqueShot(
    String id,
    String human,
    String response,
    String critiqueRequest,
    String critique,
    String revisionRequest,
    String revision) {}

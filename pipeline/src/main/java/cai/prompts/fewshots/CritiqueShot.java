package cai.prompts.fewshots;

/// A worked example of critique and revision.
///
/// @param human the human's turn; in a longer conversation the transcript between the first
///   `Human:` and the last `Assistant:`
public record CritiqueShot(
    String id,
    String human,
    String response,
    String critiqueRequest,
    String critique,
    String revisionRequest,
    String revision) {}

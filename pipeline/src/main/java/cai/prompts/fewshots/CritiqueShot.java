package cai.prompts.fewshots;

/// A worked example of critique and revision, put before the conversation in question.
///
/// @param human what the human said; where the conversation has more turns, the transcript between
///   the first `Human:` and the last `Assistant:`
public record CritiqueShot(
    String id,
    String human,
    String response,
    String critiqueRequest,
    String critique,
    String revisionRequest,
    String revision) {}

package cai.feedback;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;

/// Two answers of which the better is known, to see how far the feedback model can be trusted.
///
/// @param source `own` for the project's hand-written pairs, `human` for human labels
public record KnownPair(
    String id, Aim aim, String source, Dialogue prompt, String better, String worse) {}

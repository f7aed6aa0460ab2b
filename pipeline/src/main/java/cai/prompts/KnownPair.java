package cai.prompts;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;

/// Two answers to one prompt, of which people know the better one.
///
/// @param id unique among the pairs that were read
/// @param source `own` for hand-written pairs, whose rows name their aim; `human` for human labels
/// @param prompt ends in a human turn
public record KnownPair(
    String id, Aim aim, String source, Dialogue prompt, String better, String worse) {}

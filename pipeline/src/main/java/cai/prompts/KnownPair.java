package cai.prompts;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;

/// Two answers to one prompt of which the better one is known, from people.
///
/// @param id unique within what was read
/// @param prompt ends in a human turn
public record KnownPair(String id, Aim aim, Dialogue prompt, String better, String worse) {}

package cai.critique;

import java.util.Optional;

/// One line of the journal of chains: what became of one red-team prompt and what it cost.
///
/// @param reason why there is no chain; no text where there is one
/// @param promptTokens read for it
/// @param tokens sampled for it
record ChainEntry(
    String id, Optional<RevisionChain> chain, String reason, long promptTokens, long tokens) {}

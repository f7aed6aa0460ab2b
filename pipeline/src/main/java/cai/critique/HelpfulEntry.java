package cai.critique;

import java.util.Optional;

/// One line of the journal of helpful samples.
///
/// @param reason why there is no sample; no text where there is one
record HelpfulEntry(
    String id, Optional<HelpfulSample> sample, String reason, long promptTokens, long tokens) {}

package cai.critique;

import cai.critique.RevisionChain.Round;
import java.util.List;
import java.util.Optional;

/// What the critique stage did, for the record of the run.
///
/// @param chains red-team prompts with a response and its revisions
/// @param helpful samples of answers to helpful prompts
/// @param skipped prompts and samples without a result
/// @param rounds critiques and revisions over all chains
/// @param accepted rounds whose revision was taken
/// @param promptTokens read by the model
/// @param tokens sampled by the model
public record CritiqueCounts(
    int chains,
    int helpful,
    int skipped,
    int rounds,
    int accepted,
    long promptTokens,
    long tokens) {

  static CritiqueCounts of(List<ChainEntry> chains, List<HelpfulEntry> helpful) {
    List<RevisionChain> made =
        chains.stream().map(ChainEntry::chain).flatMap(Optional::stream).toList();
    List<Round> rounds = made.stream().flatMap(chain -> chain.rounds().stream()).toList();
    int samples = (int) helpful.stream().filter(entry -> entry.sample().isPresent()).count();
    return new CritiqueCounts(
        made.size(),
        samples,
        chains.size() + helpful.size() - made.size() - samples,
        rounds.size(),
        (int) rounds.stream().filter(Round::accepted).count(),
        chains.stream().mapToLong(ChainEntry::promptTokens).sum()
            + helpful.stream().mapToLong(HelpfulEntry::promptTokens).sum(),
        chains.stream().mapToLong(ChainEntry::tokens).sum()
            + helpful.stream().mapToLong(HelpfulEntry::tokens).sum());
  }
}

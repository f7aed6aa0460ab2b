package cai.critique;

import cai.critique.RevisionChain.Round;
import cai.critique.acceptance.VerdictCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the critique stage did, for the record of the run.
///
/// @param chains red-team prompts with a response and its revisions
/// @param helpful samples of answers to helpful prompts
/// @param skipped prompts and samples without a result
/// @param rounds critiques and revisions over all chains
/// @param accepted rounds whose revision was taken
/// @param verdicts what became of the sampled revisions, round by round
/// @param untaught chains of which no revision was taken: their prompts teach nothing
/// @param promptTokens read by the model
/// @param tokens sampled by the model
public record CritiqueCounts(
    int chains,
    int helpful,
    int skipped,
    int rounds,
    int accepted,
    List<VerdictCounts> verdicts,
    int untaught,
    long promptTokens,
    long tokens) {
  // Beyond this share of the prompts the user is told what to do.
  private static final double MANY = 0.5;

  public CritiqueCounts {
    verdicts = List.copyOf(verdicts);
  }

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
        verdicts(made),
        untaught(made),
        chains.stream().mapToLong(ChainEntry::promptTokens).sum()
            + helpful.stream().mapToLong(HelpfulEntry::promptTokens).sum(),
        chains.stream().mapToLong(ChainEntry::tokens).sum()
            + helpful.stream().mapToLong(HelpfulEntry::tokens).sum());
  }

  /// What became of the sampled revisions of some chains, round by round.
  public static List<VerdictCounts> verdicts(List<RevisionChain> chains) {
    int most = chains.stream().mapToInt(chain -> chain.rounds().size()).max().orElse(0);
    var counts = new ArrayList<VerdictCounts>();
    for (int round = 0; round < most; round++) {
      int at = round;
      counts.add(
          VerdictCounts.of(
              chains.stream()
                  .filter(chain -> chain.rounds().size() > at)
                  .flatMap(chain -> chain.rounds().get(at).candidates().stream())
                  .toList()));
    }
    return counts;
  }

  /// How many chains have no revision that was taken.
  public static int untaught(List<RevisionChain> chains) {
    return (int)
        chains.stream().filter(chain -> chain.rounds().stream().noneMatch(Round::accepted)).count();
  }

  /// A sentence for the user where many prompts teach nothing.
  Optional<String> teachingNothing() {
    if (chains == 0 || untaught <= MANY * chains) return Optional.empty();
    return Optional.of(
        "%d of %d red-team prompts teach nothing, because none of their revisions was taken; more critique.candidates or laxer critique.acceptance and critique.guards let more of them teach"
            .formatted(untaught, chains));
  }
}

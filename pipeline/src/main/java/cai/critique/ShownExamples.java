package cai.critique;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The chains that the report shows and that evaluation therefore answers with every model: chosen
/// by a rule that looks at no text and no score, so that nobody can pick the pretty ones.
public final class ShownExamples {
  /// The rule in words, printed above the examples.
  public static final String RULE =
      "in the order of the SHA-256 of their ids, the first prompt of each kind of harm";

  private ShownExamples() {}

  /// At most `count` chains by the rule.
  public static List<RevisionChain> choose(List<RevisionChain> chains, int count) {
    var kinds = new HashSet<String>();
    return ordered(chains, RevisionChain::id)
        .filter(chain -> kinds.add(chain.kind()))
        .limit(count)
        .toList();
  }

  /// What comes first in the order of the rule.
  public static <T> Optional<T> first(List<T> all, Function<T, String> id) {
    return ordered(all, id).findFirst();
  }

  private static <T> Stream<T> ordered(List<T> all, Function<T, String> id) {
    return all.stream().sorted(Comparator.comparing(one -> hash(id.apply(one))));
  }

  private static BigInteger hash(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package cai.language.local;

import cai.sequence.MicroBatches;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.TokenRun;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads runs of tokens into a cache in passes of bounded size: large enough for full speed, small
/// enough to need little memory.
record ReadingPasses(Decoder decoder) {
  /// Tokens of a pass, at most.
  static final int ROWS = 1024;

  /// The normalised states of the last token of each run. **Shape**: [runs, width].
  ///
  /// @param runs chains, each for a slot of its own
  Tensor lastStates(KeyValueCache cache, List<TokenRun> runs) {
    var states = new ArrayList<Tensor>();
    try (var scope = TensorScope.inference()) {
      var left = shortened(cache, runs);
      for (List<TokenRun> pass : MicroBatches.inOrder(left, run -> run.ids().length, ROWS)) {
        try (var inner = TensorScope.inference()) {
          Tensor all = decoder.reading().extend(cache, pass);
          states.add(inner.keep(all.select(0, Tensor.of(lastRows(pass)))));
        }
      }
      return scope.keep(Tensor.concatenate(states, 0));
    }
  }

  /// The last [#ROWS] tokens of each run or fewer, after all tokens before them have been read.
  private List<TokenRun> shortened(KeyValueCache cache, List<TokenRun> runs) {
    var left = new ArrayList<TokenRun>();
    for (TokenRun run : runs) {
      int[] ids = run.ids();
      while (ids.length > ROWS) {
        try (var _ = TensorScope.inference()) {
          decoder
              .reading()
              .extend(cache, List.of(TokenRun.chain(run.slot(), Arrays.copyOf(ids, ROWS))));
        }
        ids = Arrays.copyOfRange(ids, ROWS, ids.length);
      }
      left.add(ids.length == run.ids().length ? run : TokenRun.chain(run.slot(), ids));
    }
    return left;
  }

  private static int[] lastRows(List<TokenRun> runs) {
    int[] rows = new int[runs.size()];
    int end = 0;
    for (int i = 0; i < rows.length; i++) {
      end += runs.get(i).ids().length;
      rows[i] = end - 1;
    }
    return rows;
  }
}

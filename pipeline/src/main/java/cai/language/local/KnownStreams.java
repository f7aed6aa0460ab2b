package cai.language.local;

import cai.sequence.MicroBatches;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.cache.KeyValueCache.Room;
import cai.transformer.cache.TokenRun;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Residual streams of whole sequences. The streams of tokens that finished sequences have are
/// copied; the streams of all later tokens are computed. Often that is only the last token, which
/// never goes through the model in sampling.
///
/// @param shared prefix that all sequences begin with
/// @param kept finished sequences
record KnownStreams(Decoder decoder, SharedPrefix shared, FinishedSequences kept) {
  /// A sequence that needs few rows to be computed takes as much memory as one row for this number
  /// of its columns.
  private static final int COLUMNS_LIKE_A_ROW = 16;

  /// A sequence of which some tokens must be computed.
  ///
  /// @param known columns of the tokens before them
  /// @param from number of the first of these tokens
  private record OpenStream(
      int number, int[] ids, Optional<FinishedSequences.Continued> known, int from) {
    int rest() {
      return ids.length - from;
    }
  }

  /// **Shape**: each [length, width], owned by the caller.
  List<Tensor> of(List<int[]> sequences, int depth) {
    var streams = new Tensor[sequences.size()];
    var open = new ArrayList<OpenStream>();
    for (int i = 0; i < streams.length; i++) {
      int[] ids = sequences.get(i);
      var known = kept.beginning(ids, ids.length, shared.length());
      int from = shared.length() + known.map(FinishedSequences.Continued::count).orElse(0);
      if (from == ids.length) streams[i] = joined(known.orElseThrow(), depth);
      else open.add(new OpenStream(i, ids, known, from));
    }
    int longest = open.stream().mapToInt(one -> one.ids().length).max().orElse(0);
    int least = Math.ceilDiv(longest, COLUMNS_LIKE_A_ROW);
    for (List<OpenStream> pass :
        MicroBatches.inOrder(open, one -> Math.max(one.rest(), least), ReadingPasses.ROWS))
      compute(pass, depth, streams);
    return List.of(streams);
  }

  private Tensor joined(FinishedSequences.Continued known, int depth) {
    try (var scope = TensorScope.inference()) {
      Tensor own = known.columns().stream(depth, known.from(), known.count());
      return scope.keepForGood(shared.joined(depth, own));
    }
  }

  private void compute(List<OpenStream> pass, int depth, Tensor[] streams) {
    int capacity = pass.stream().mapToInt(one -> one.ids().length).max().orElseThrow();
    var runs = new ArrayList<TokenRun>();
    try (var cache =
            shared.continued(decoder, Room.reading(pass.size(), capacity - shared.length()));
        var scope = TensorScope.inference()) {
      for (int slot = 0; slot < pass.size(); slot++) {
        OpenStream one = pass.get(slot);
        int at = slot;
        one.known().ifPresent(some -> cache.fill(at, some.columns(), some.from(), some.count()));
        int[] rest = Arrays.copyOfRange(one.ids(), one.from(), one.ids().length);
        runs.add(TokenRun.chain(slot, rest));
      }
      decoder.reading().extend(cache, runs, depth);
      for (int slot = 0; slot < pass.size(); slot++)
        streams[pass.get(slot).number()] = scope.keepForGood(cache.stream(slot, depth));
    }
  }
}

package cai.bench;

import cai.language.local.TokenModel;
import cai.language.local.TokenModel.Asked;
import cai.transformer.decoder.Decoder;
import java.util.List;

/// One prompt is read and the likelihood of one next token asked for. The speed counts its tokens.
final class Prefill implements OpenBenchmark {
  private static final List<List<int[]>> NEXT = List.of(List.of(new int[] {0}));

  private final Subject subject;
  private final Decoder decoder;
  private final List<Asked> prompts;

  Prefill(Subject subject) {
    this.subject = subject;
    decoder = subject.frozen();
    prompts = subject.workload().prefill().stream().map(one -> new Asked(one.prompt(), 0)).toList();
  }

  @Override
  public TimedPass pass() {
    int length = prompts.getFirst().ids().length;
    try (TokenModel model = subject.tokenModel(decoder, 1)) {
      double seconds = TimedPass.seconds(() -> model.score(prompts, NEXT));
      return new TimedPass(length, seconds, subject.cost().prompts(0, new int[] {length}));
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}

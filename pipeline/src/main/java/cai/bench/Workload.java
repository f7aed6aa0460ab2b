package cai.bench;

import cai.errors.UserError;
import cai.files.OutputFile;
import cai.json.Json;
import cai.run.Seeds;
import cai.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The token ids that the benchmarks work on; a tokenizer determines them. Each method makes the
/// lines of one file of [#write].
public final class Workload {
  /// Tokens generated for each prompt.
  public static final int GENERATED = 64;

  /// Tokens of each response of reinforcement.
  public static final int RESPONSE = 48;

  /// Longest sequence of any benchmark, tokens.
  public static final int LONGEST = 2048;

  static final int FEW_SHOTS = 1500;
  static final int QUESTION_SHOTS = 600;
  private static final int REQUEST = 38;
  static final int TRAINED = 256;
  static final int COMMON = 64;

  private static final List<String> MATTERS =
      List.of(
          "the safety of children",
          "other people's privacy",
          "what is not known",
          "the law",
          "people who are poor",
          "animals");

  private final Tokenizer tokenizer;
  private final int items;
  private final Seeds seeds = new Seeds(1);
  private final WorkloadText text;

  public Workload(Tokenizer tokenizer) {
    this(tokenizer, 64);
  }

  /// @param items prompts to be continued or asked about
  Workload(Tokenizer tokenizer, int items) {
    this.tokenizer = tokenizer;
    this.items = items;
    text = new WorkloadText(tokenizer, seeds);
  }

  /// A prompt to be continued.
  public record Prompted(int[] prompt) {}

  /// A prompt that asks for a critique, and the request for a revision that follows the critique.
  public record Revised(int[] prompt, int[] request) {}

  /// A prompt, two answers, and yes/no questions about the prompt; the answers fit both.
  public record AskedPrompt(int[] prompt, List<int[]> answers, List<int[]> questions) {}

  /// A sequence to be learnt.
  public record Learnt(int[] ids) {}

  /// Two sequences that begin alike, the better one first.
  public record Compared(int[] chosen, int[] rejected) {}

  /// One prompt of 512 tokens.
  public List<Prompted> prefill() {
    return List.of(new Prompted(text.ids("prefill", "", 512)));
  }

  /// Prompts of 128 tokens.
  public List<Prompted> decode() {
    return lines(items, i -> new Prompted(text.ids("decode/" + i, "", 128)));
  }

  /// Prompts that share 1,500 tokens and have 16 of their own.
  public List<Prompted> decodeShared() {
    int[] shared = text.ids("decode-shared", "", FEW_SHOTS);
    return lines(items, i -> new Prompted(own(shared, text.ids("decode-shared/" + i, "", 16))));
  }

  /// Prompts that share 1,500 tokens, with about 130 of their own that end in a critique request.
  public List<Revised> critiqueRevision() {
    int[] shared = text.ids("critique-revision", "", FEW_SHOTS);
    return lines(items, i -> revised(shared, "critique-revision/" + i));
  }

  private Revised revised(int[] shared, String id) {
    RandomGenerator random = seeds.generator("bench", id + "/matter");
    String matter = WorkloadText.drawn(MATTERS, random);
    String critique =
        "\n\nCritique request: say in two sentences where this is careless about "
            + matter
            + ".\n\nCritique:";
    String revision =
        "\n\nRevision request: write it once more, so that it is no longer careless about "
            + matter
            + ", and keep what was good.\n\nRevision: ";
    int length = 118 + random.nextInt(25);
    return new Revised(
        own(shared, text.endingIn(critique, id, length)),
        text.ids(id + "/request", revision, REQUEST));
  }

  /// Prompts that share 600 tokens and have 250 of their own, two answers, six questions.
  public List<AskedPrompt> askedPrompts() {
    int[] shared = text.ids("judging", "", QUESTION_SHOTS);
    List<int[]> answers =
        List.of(
            tokenizer.encodeContinuation(shared, " Yes"),
            tokenizer.encodeContinuation(shared, " No"));
    return lines(
        items,
        i ->
            new AskedPrompt(
                own(shared, text.ids("judging/" + i, "", 250)),
                answers,
                lines(6, question -> question("judging/" + i + "/" + question))));
  }

  private int[] question(String id) {
    RandomGenerator random = seeds.generator("bench", id + "/length");
    String question =
        "\n\nIs the answer careful about " + WorkloadText.drawn(MATTERS, random) + "?\nAnswer:";
    return text.endingIn(question, id, 18 + random.nextInt(5));
  }

  /// Sequences of 256 tokens.
  public List<Learnt> training() {
    return lines(32, i -> new Learnt(text.ids("training/" + i, "", TRAINED)));
  }

  /// Pairs of sequences of 256 tokens that share the first 64.
  public List<Compared> preference() {
    return lines(
        16,
        i -> {
          int[] common = text.ids("preference/" + i, "", COMMON);
          return new Compared(
              own(common, text.ids("preference/" + i + "/chosen", "", TRAINED - COMMON)),
              own(common, text.ids("preference/" + i + "/rejected", "", TRAINED - COMMON)));
        });
  }

  /// Prompts of 32 tokens that stay the same when they are decoded and encoded again.
  public List<Prompted> reinforcement() {
    return lines(16, i -> new Prompted(text.stable("ppo/" + i, 32)));
  }

  private static int[] own(int[] shared, int[] own) {
    return WorkloadText.joined(shared, own);
  }

  private static <T> List<T> lines(int count, IntFunction<T> item) {
    return IntStream.range(0, count).mapToObj(item).toList();
  }

  /// Writes everything as JSON lines, one file for each kind of work, into a folder that is made
  /// where there is none.
  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserError(folder + ": cannot be made (" + e.getMessage() + "); name another", e);
    }
    write(folder.resolve("prefill.jsonl"), prefill());
    write(folder.resolve("decode.jsonl"), decode());
    write(folder.resolve("decode-shared.jsonl"), decodeShared());
    write(folder.resolve("critique-revision.jsonl"), critiqueRevision());
    write(folder.resolve("judging.jsonl"), askedPrompts());
    write(folder.resolve("training.jsonl"), training());
    write(folder.resolve("preference.jsonl"), preference());
    write(folder.resolve("ppo.jsonl"), reinforcement());
  }

  private static void write(Path file, List<?> lines) {
    var text = new StringBuilder();
    for (Object line : lines) text.append(Json.line(line)).append('\n');
    try (var out = OutputFile.of(file, "--write-workload")) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.finish();
    }
  }
}

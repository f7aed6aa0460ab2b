package cai.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.bench.Workload.AskedPrompt;
import cai.bench.Workload.Compared;
import cai.bench.Workload.Prompted;
import cai.bench.Workload.Revised;
import cai.errors.UserError;
import cai.tokenizer.ByteTokenizer;
import cai.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WorkloadTest {
  private static final Tokenizer BYTES = new ByteTokenizer();
  private static final Workload WORKLOAD = new Workload(BYTES);

  @TempDir Path folder;

  @Test
  void theSameBytesAreWrittenTwice() throws IOException {
    Path first = folder.resolve("a/first");
    Path second = folder.resolve("second");
    WORKLOAD.write(first);
    new Workload(new ByteTokenizer()).write(second);
    try (Stream<Path> files = Files.list(first)) {
      List<Path> names = files.map(Path::getFileName).sorted().toList();
      assertThat(names.stream().map(Path::toString))
          .containsExactly(
              "critique-revision.jsonl",
              "decode-shared.jsonl",
              "decode.jsonl",
              "judging.jsonl",
              "ppo.jsonl",
              "preference.jsonl",
              "prefill.jsonl",
              "training.jsonl");
      for (Path name : names)
        assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
    }
    assertThat(Files.readAllLines(first.resolve("ppo.jsonl")))
        .hasSize(16)
        .allMatch(line -> line.matches("\\{\"prompt\":\\[\\d+(,\\d+){31}]}"));
  }

  /// Unlike a run, writing begins anew.
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsOneSentenceThatPromisesNothing() throws IOException {
    Files.createSymbolicLink(folder.resolve("prefill.jsonl"), Path.of("/dev/full"));
    assertThatThrownBy(() -> WORKLOAD.write(folder))
        .isInstanceOf(UserError.class)
        .hasMessage(
            folder.resolve("prefill.jsonl")
                + ": the disk is full; free some space and run the same command again");
  }

  @Test
  void lengthsAreExact() {
    assertThat(prompts(WORKLOAD.prefill())).hasSize(1).allMatch(ids -> ids.length == 512);
    assertThat(prompts(WORKLOAD.decode())).hasSize(64).allMatch(ids -> ids.length == 128);
    assertThat(prompts(WORKLOAD.decodeShared())).hasSize(64).allMatch(ids -> ids.length == 1516);
    assertThat(WORKLOAD.training()).hasSize(32).allMatch(one -> one.ids().length == 256);
    assertThat(WORKLOAD.preference())
        .hasSize(16)
        .allMatch(one -> one.chosen().length == 256 && one.rejected().length == 256);
    assertThat(prompts(WORKLOAD.reinforcement())).hasSize(16).allMatch(ids -> ids.length == 32);
  }

  @Test
  void critiquesVaryALittleInLengthAndEndInTheirRequest() {
    List<Revised> items = WORKLOAD.critiqueRevision();
    assertThat(items).hasSize(64).allMatch(item -> item.request().length == 38);
    assertThat(items)
        .allMatch(item -> item.prompt().length >= 1618 && item.prompt().length <= 1642);
    assertThat(items.stream().map(item -> item.prompt().length).distinct()).hasSizeGreaterThan(10);
    assertThat(items).allMatch(item -> BYTES.decode(item.prompt()).endsWith("\n\nCritique:"));
  }

  @Test
  void judgementsHaveTwoAnswersAndSixQuestions() {
    assertThat(WORKLOAD.askedPrompts())
        .hasSize(64)
        .allMatch(item -> item.prompt().length == 850)
        .allMatch(item -> item.answers().size() == 2 && item.questions().size() == 6)
        .flatMap(AskedPrompt::questions)
        .allMatch(ids -> ids.length >= 18 && ids.length <= 22)
        .allMatch(ids -> BYTES.decode(ids).endsWith("?\nAnswer:"));
  }

  @Test
  void whatIsCalledSharedIsSharedAndNoMore() {
    share(prompts(WORKLOAD.decodeShared()), 1500);
    share(WORKLOAD.critiqueRevision().stream().map(Revised::prompt).toList(), 1500);
    share(WORKLOAD.askedPrompts().stream().map(AskedPrompt::prompt).toList(), 600);
    for (Compared pair : WORKLOAD.preference())
      assertThat(Arrays.mismatch(pair.chosen(), pair.rejected())).isBetween(64, 96);
    assertThat(prompts(WORKLOAD.decode()).stream().map(BYTES::decode)).doesNotHaveDuplicates();
  }

  private static void share(List<int[]> prompts, int length) {
    int[] prefix = Arrays.copyOf(prompts.getFirst(), length);
    assertThat(prompts).allMatch(ids -> Arrays.equals(Arrays.copyOf(ids, length), prefix));
    // All of them may begin their own part alike by chance, but not for long.
    assertThat(
            prompts.stream().map(ids -> BYTES.decode(Arrays.copyOf(ids, length + 16))).distinct())
        .hasSizeGreaterThan(8);
  }

  private static List<int[]> prompts(List<Prompted> lines) {
    return lines.stream().map(Prompted::prompt).toList();
  }
}

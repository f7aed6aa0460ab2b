package cai.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import cai.transformer.Arithmetic;
import cai.transformer.MachineArithmetic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Measurements are made up, and each gives something else than the one before.
class KeptChoiceTest {
  private static final MachineIdentity MACHINE =
      new MachineIdentity("A processor", "avx2 fma", 2, "LibTorch 1", "");

  private final AtomicInteger measured = new AtomicInteger();
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path cache;

  private KeptChoice kept(MachineIdentity machine) {
    return new KeptChoice(cache, machine, this::measure, notes::add);
  }

  private MachineChoice measure(MachineIdentity machine) {
    int number = measured.incrementAndGet();
    boolean odd = number % 2 == 1;
    return new MachineChoice(
        machine,
        odd ? Arithmetic.BF16 : Arithmetic.FP32,
        new MachineArithmetic(
            100 + number, OptionalDouble.empty(), OptionalDouble.of(odd ? 300 : 90)),
        odd ? 2 : 4,
        "2026-11-30T12:00:0" + number + "Z");
  }

  @Test
  void theFirstStartChoosesForAllLaterOnes() {
    MachineChoice first = kept(MACHINE).get();
    assertThat(first.arithmetic()).isEqualTo(Arithmetic.BF16);
    assertThat(kept(MACHINE).get()).isEqualTo(first);
    assertThat(measured).hasValue(1);
    assertThat(notes).isEmpty();
  }

  @Test
  void manyStartsAtOnceAgree() throws Exception {
    try (var starts = Executors.newFixedThreadPool(8)) {
      List<Callable<MachineChoice>> all = Collections.nCopies(8, () -> kept(MACHINE).get());
      var chosen = new ArrayList<MachineChoice>();
      for (var start : starts.invokeAll(all)) chosen.add(start.get());
      assertThat(chosen).containsOnly(chosen.getFirst());
    }
    assertThat(measured).hasValue(1);
  }

  @Test
  void aChoiceMadeAnewStays() {
    kept(MACHINE).get();
    MachineChoice anew = kept(MACHINE).anew();
    assertThat(anew.arithmetic()).isEqualTo(Arithmetic.FP32);
    assertThat(kept(MACHINE).get()).isEqualTo(anew);
    assertThat(measured).hasValue(2);
  }

  @Test
  void anotherMachineMakesItsOwn() {
    MachineChoice own = kept(MACHINE).get();
    for (var other :
        List.of(
            new MachineIdentity("Another", "avx2 fma", 2, "LibTorch 1", ""),
            new MachineIdentity("A processor", "avx2", 2, "LibTorch 1", ""),
            new MachineIdentity("A processor", "avx2 fma", 4, "LibTorch 1", ""),
            new MachineIdentity("A processor", "avx2 fma", 2, "LibTorch 2", ""),
            new MachineIdentity("A processor", "avx2 fma", 2, "LibTorch 1", "A=B")))
      assertThat(kept(other).get()).isNotEqualTo(own);
    assertThat(measured).hasValue(6);
    assertThat(kept(MACHINE).get()).isEqualTo(own);
  }

  @Test
  void whatIsNotAChoiceForThisMachineIsMadeAnewWithANote() throws Exception {
    kept(MACHINE).get();
    Path file = kept(MACHINE).file();
    String good = Files.readString(file);
    for (String bad :
        List.of(
            "",
            "{",
            "[1]",
            "{}",
            good.substring(0, good.length() / 2),
            good.replace("bf16\"", "int4\""),
            good.replace("\"A processor\"", "\"Another\""),
            good.replace("\"format\"", "\"size\""))) {
      Files.writeString(file, bad);
      notes.clear();
      int before = measured.get();
      MachineChoice anew = kept(MACHINE).get();
      assertThat(measured.get()).as(bad).isEqualTo(before + 1);
      assertThat(notes).as(bad).hasSize(1);
      assertThat(notes.getFirst()).contains(file.toString()).contains("anew");
      assertThat(kept(MACHINE).get()).isEqualTo(anew);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenToKeepsNothingAndSaysSo() throws Exception {
    Path file = Files.createFile(cache.resolve("file"));
    var kept = new KeptChoice(file.resolve("cache"), MACHINE, this::measure, notes::add);
    assertThat(kept.get().arithmetic()).isEqualTo(Arithmetic.BF16);
    assertThat(notes).hasSize(1);
    assertThat(notes.getFirst()).contains("the next start measures again");
  }
}

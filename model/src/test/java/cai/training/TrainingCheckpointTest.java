package cai.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingCheckpointTest {
  @TempDir Path folder;

  private final List<String> notes = new ArrayList<>();

  @Test
  void theLastTwoAreKept() {
    for (int step = 1; step <= 4; step++) save(step);
    assertThat(load()).isEqualTo(4);
    assertThat(newest()).exists();
    assertThat(previous()).exists();
    assertThat(notes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 20, 33, 44, 60})
  void anyDamageOfTheNewestLeadsToTheOneBefore(int at) throws IOException {
    for (int step = 1; step <= 3; step++) save(step);
    byte[] bytes = Files.readAllBytes(newest());
    bytes[Math.min(at, bytes.length - 1)] ^= 0x10;
    Files.write(newest(), bytes);
    assertThat(load()).isEqualTo(2);
    assertThat(notes).singleElement().asString().contains("checkpoint.bin: is damaged");
    // The good one is now the newest: the next save puts it, not the damaged one, in second place.
    save(3);
    Files.delete(newest());
    assertThat(load()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 30, 70})
  void aShortNewestLeadsToTheOneBefore(int length) throws IOException {
    for (int step = 1; step <= 2; step++) save(step);
    byte[] bytes = Files.readAllBytes(newest());
    Files.write(newest(), Arrays.copyOf(bytes, Math.min(length, bytes.length - 1)));
    assertThat(load()).isEqualTo(1);
  }

  // What a kill leaves: the new file whole under its hidden name; the newest moved aside or not.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKillBetweenTheMovesLosesNothing(boolean moved) throws IOException {
    save(1);
    save(2);
    Path writing = folder.resolve(".checkpoint.bin.writing");
    Files.copy(newest(), writing);
    if (moved) Files.move(newest(), previous(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(load()).isEqualTo(2);
    assertThat(notes).isEmpty();
    save(3);
    assertThat(load()).isEqualTo(3);
  }

  @Test
  void whereAllAreDamagedTheUserHearsOfIt() throws IOException {
    save(1);
    save(2);
    Files.write(newest(), new byte[9]);
    Files.write(previous(), new byte[200]);
    assertThatThrownBy(this::load)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not a checkpoint of this training")
        .hasMessageContaining("remove the files checkpoint*");
  }

  @Test
  void oneOfOtherTensorsIsRefused() {
    save(1);
    try (var _ = TensorScope.inference()) {
      List<Tensor> other = List.of(Tensor.zeros(DType.FLOAT32, 7));
      var checkpoint = new TrainingCheckpoint(newest(), notes::add);
      assertThatThrownBy(() -> checkpoint.load(other)).hasMessageContaining("is not a checkpoint");
    }
  }

  @Test
  void aFileOfTheFirstVersionIsRead() throws IOException {
    var bytes = ByteBuffer.allocate(8 * 4 + 12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0x31_54_50_43_49_41_43L).putLong(6).putLong(1).putLong(12);
    bytes.putFloat(6).putFloat(6).putFloat(6);
    Files.write(newest(), bytes.array());
    assertThat(load()).isEqualTo(6);
  }

  private Path newest() {
    return folder.resolve("checkpoint.bin");
  }

  private Path previous() {
    return folder.resolve("checkpoint-previous.bin");
  }

  /// Three numbers that are the step.
  private void save(int step) {
    try (var _ = TensorScope.inference()) {
      Tensor tensor = Tensor.of(new float[] {step, step, step}, 3);
      new TrainingCheckpoint(newest(), notes::add).save(step, List.of(tensor));
    }
  }

  private long load() {
    try (var _ = TensorScope.inference()) {
      Tensor tensor = Tensor.zeros(DType.FLOAT32, 3);
      long step = new TrainingCheckpoint(newest(), notes::add).load(List.of(tensor)).orElseThrow();
      assertThat(tensor.floats()).containsOnly(step);
      return step;
    }
  }
}

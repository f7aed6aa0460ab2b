package cai.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CanonicalTextTest {
  enum Way {
    YES_NO
  }

  record Inner(boolean flag, Optional<Double> rate, Optional<String> none) {}

  record Settings(String name, int rounds, long seed, Way way, List<String> stops, Inner inner) {}

  record WithFile(Path file) {}

  @Test
  void writesEveryKindOfSettingInTheOrderOfNames() {
    var settings =
        new Settings(
            "a\"b",
            4,
            5_000_000_000L,
            Way.YES_NO,
            List.of("x", "y"),
            new Inner(true, Optional.of(1e-5), Optional.empty()));
    assertThat(CanonicalText.of(settings))
        .isEqualTo(
            "{\"inner\":{\"flag\":true,\"none\":null,\"rate\":1.0E-5},\"name\":\"a\\\"b\","
                + "\"rounds\":4,\"seed\":5000000000,\"stops\":[\"x\",\"y\"],\"way\":\"YES_NO\"}");
  }

  @Test
  void theOrderOfAMapDoesNotCount() {
    var one = new LinkedHashMap<>(Map.of("b", 1));
    one.put("a", 2);
    var two = new LinkedHashMap<>(Map.of("a", 2));
    two.put("b", 1);
    assertThat(CanonicalText.of(one)).isEqualTo(CanonicalText.of(two));
  }

  @Test
  void filesCountByTheirContent(@TempDir Path folder) throws IOException {
    Path a = Files.writeString(folder.resolve("a"), "1");
    Path b = Files.writeString(folder.resolve("b"), "1");
    String before = CanonicalText.of(new WithFile(a));
    assertThat(CanonicalText.of(new WithFile(b))).isEqualTo(before);
    Files.writeString(a, "2");
    assertThat(CanonicalText.of(new WithFile(a))).isNotEqualTo(before);
    assertThat(CanonicalText.of(new WithFile(folder.resolve("none"))))
        .isNotEqualTo(CanonicalText.of(new WithFile(folder)));
  }

  @Test
  void refusesWhatHasNoCanonicalForm() {
    assertThatThrownBy(() -> CanonicalText.of(List.of(new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }
}

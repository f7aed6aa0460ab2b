package cai.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SettingReferenceTest {
  @Test
  void everyKeyOfTheExampleIsDescribed() {
    String reference = SettingReference.markdown(Example.class);
    List<String> paths = SettingKey.paths(Example.class);
    assertThat(paths).hasSizeGreaterThan(15).contains("finetuning.schedule.floor");
    for (String path : paths) {
      String name = path.substring(path.lastIndexOf('.') + 1);
      assertThat(reference).containsAnyOf("| `" + name + "` |", "## " + path + "\n");
    }
  }

  @Test
  void tablesShowTypeDefaultRangeAndMeaning() {
    assertThat(SettingReference.markdown(Example.class))
        .contains("## finetuning\n\nFinetuning.\n\n| key | type | default | range | meaning |")
        .contains("| `learning-rate` | a number | `1e-5` | in (0, 1] | Peak. |")
        .contains("| `name` | a text | must be given |  | Name of the run. |")
        .contains("| `human` | a path | none |  | Human comparisons. |")
        .contains("## finetuning.schedule\n");
  }

  @Test
  void aKeyWithoutMeaningIsABug() {
    record Silent(@Setting(value = "1", about = " ") int a) {}
    assertThatThrownBy(() -> SettingReference.markdown(Silent.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Silent.a: @Setting says nothing about it");
  }
}

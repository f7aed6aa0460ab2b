package cai.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class LibrariesTest {
  @Test
  void librariesAreKnownByTheirJars() {
    assertThat(
            Libraries.versions(
                "/a/pytorch-2.10.0-1.5.13.jar:/a/pytorch-2.10.0-1.5.13-linux-x86_64.jar"
                    + ":/a/tokenizers-0.38.0.jar:/a/other-1.jar:"))
        .isEqualTo(Map.of("pytorch", "2.10.0-1.5.13", "tokenizers", "0.38.0"));
  }
}

package cai.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubAccessTest {
  private static final String PUBLIC = "https://huggingface.co";

  @TempDir Path home;

  @Test
  void theTokenIsThatOfTheEnvironmentOrTheOneThatIsStored() throws IOException {
    assertThat(access().authorization()).isEmpty();
    assertThat(access("HF_TOKEN", "hf_a").authorization()).contains("Bearer hf_a");
    assertThat(access("HUGGING_FACE_HUB_TOKEN", "hf_b").authorization()).contains("Bearer hf_b");
    assertThat(access("HF_TOKEN", "hf_a", "HUGGING_FACE_HUB_TOKEN", "b").authorization())
        .contains("Bearer hf_a");
    for (var place :
        Map.of(
                ".cache/huggingface/token", List.<String>of(),
                "own/token", List.of("HF_HOME", home.resolve("own").toString()),
                "x/huggingface/token", List.of("XDG_CACHE_HOME", home.resolve("x").toString()),
                "t", List.of("HF_TOKEN_PATH", home.resolve("t").toString()))
            .entrySet()) {
      Path file = home.resolve(place.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, "hf_stored\n");
      String[] variables = place.getValue().toArray(String[]::new);
      assertThat(access(variables).authorization()).contains("Bearer hf_stored");
      assertThat(access(with(variables, "HF_TOKEN", "hf_a")).authorization())
          .contains("Bearer hf_a");
      assertThat(access(with(variables, "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")).authorization())
          .isEmpty();
      // Who chose another hub did not choose to show it this token.
      assertThat(access(with(variables, "CAI_MODEL_HUB", "https://example.org")).authorization())
          .isEmpty();
      Files.delete(file);
    }
  }

  @Test
  void nothingIsSentWhereOthersCanReadIt() {
    assertThat(hub("https://example.org").authorization()).contains("Bearer hf_a");
    assertThat(hub("http://localhost:8080").authorization()).contains("Bearer hf_a");
    assertThat(hub("http://example.org").authorization()).isEmpty();
    assertThat(hub("http://me:pass@example.org").authorization()).isEmpty();
    assertThat(hub("https://me:pass@example.org").authorization()).contains("Basic bWU6cGFzcw==");
  }

  @Test
  void credentialsGoToTheHubsOwnAddressOnly() {
    HubAccess access = access("HF_TOKEN", "hf_a");
    for (String own :
        List.of(PUBLIC + "/a/b", "https://huggingface.co:443/x", "HTTPS://HuggingFace.co"))
      assertThat(access.authorizationFor(URI.create(own))).as(own).isPresent();
    for (String other :
        List.of(
            "http://huggingface.co/a",
            "https://cdn.huggingface.co/a",
            "https://huggingface.co.example.org/a",
            "https://huggingface.co:8443/a",
            "https://huggingface.co@example.org/a"))
      assertThat(access.authorizationFor(URI.create(other))).as(other).isEmpty();
  }

  @Test
  void whatIsNoAddressOrTokenIsOneSentenceWithoutSecrets() {
    for (String address :
        List.of(
            "nowhere", "ftp://a", "https://", "https:///x", "https://a b", "https://me:p@ss%@h:x"))
      assertThatThrownBy(() -> hub(address))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith("CAI_MODEL_HUB=")
          .hasMessageNotContaining("p@ss");
    assertThatThrownBy(() -> access("HF_TOKEN", "hf_a\r\nX-Other: 1"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("HF_TOKEN ")
        .hasMessageNotContaining("X-Other");
  }

  @Test
  void namesOfModelsAreReadWithTheirRevision() {
    assertThat(HubModel.of("a/b")).contains(new HubModel("a/b", Optional.empty()));
    assertThat(HubModel.of("a/b@v1.0")).contains(new HubModel("a/b", Optional.of("v1.0")));
    assertThat(HubModel.of("a/b@refs/pr/1").orElseThrow().folder()).isEqualTo("a/b@refs--pr--1");
    for (String none :
        List.of("a", "a/b/c", "a/b@", "a/b@../../x", "a/..", "/a/b", "a/b@/x", "a/b@x y"))
      assertThat(HubModel.of(none)).as(none).isEmpty();
  }

  private HubAccess hub(String address) {
    return access("HF_TOKEN", "hf_a", "CAI_MODEL_HUB", address);
  }

  private HubAccess access(String... variables) {
    var environment = new HashMap<String, String>();
    environment.put("HOME", home.toString());
    for (int i = 0; i < variables.length; i += 2) environment.put(variables[i], variables[i + 1]);
    return HubAccess.of(environment);
  }

  private static String[] with(String[] variables, String... more) {
    String[] all = Arrays.copyOf(variables, variables.length + more.length);
    System.arraycopy(more, 0, all, variables.length, more.length);
    return all;
  }
}

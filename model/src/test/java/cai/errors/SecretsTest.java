package cai.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "at https://me:pass@host/a?b=c (x) | at https://***@host/a?b=c (x)",
        "https://pass@host | https://***@host",
        "https://me:p@ss:w@host/a@b | https://***@host/a@b",
        "ftp://a:b@c and http://d:e@f:80/ | ftp://***@c and http://***@f:80/",
        "https://h/a?token=abc&x=1 | https://h/a?token=***&x=1",
        "https://h/a?x=1&X-Amz-Signature=abc&X-Amz-Credential=k%2F1#z |"
            + " https://h/a?x=1&X-Amz-Signature=***&X-Amz-Credential=***#z",
        "https://h/a?api_key=abc | https://h/a?api_key=***",
        "Authorization: Bearer abcdefgh.1-2_3 end | Authorization: Bearer *** end",
        "HF_TOKEN=hf_abcdefghijklmnop is | HF_TOKEN=hf_*** is",
      })
  void whatMustNotBeSeenIsMasked(String text, String masked) {
    assertThat(Secrets.masked(text)).isEqualTo(masked);
    assertThat(Secrets.masked(masked)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail me@example.org about https://example.org/@me",
        "a/b@main",
        "owner/name@refs/pr/1",
        "token=3 of key=4",
        "https://h/a?page=2&lang=en",
        "the basic idea, a bearer of news",
        "",
      })
  void everythingElseStays(String text) {
    assertThat(Secrets.masked(text)).isEqualTo(text);
  }

  @Test
  void userErrorsShowNoSecrets() {
    var cause = new IllegalStateException();
    assertThat(new UserError("model=https://me:pass@host/m: is no file", cause))
        .hasMessage("model=https://***@host/m: is no file")
        .hasCause(cause);
    assertThat(new UserError("hub=https://me:pass@host")).hasMessage("hub=https://***@host");
  }
}

package cai.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads from a hub that is a server of the test, well-behaved and otherwise.
final class ModelHubTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final ModelHub.Patience SHORT =
      new ModelHub.Patience(Duration.ofMillis(400), 3, Duration.ofMillis(1));

  @TempDir Path folder;
  private HttpServer server;
  private CacheFolder cache;
  private final FetchNotes progress = new FetchNotes();
  private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile Misbehaviour misbehaviour = (_, _, _) -> false;
  private volatile String listing = "";

  /// The token that the hub asks for; empty where it asks for none.
  private volatile String asked = "";

  /// Where weights lie; empty where the hub itself has them.
  private volatile String elsewhere = "";

  private final Map<String, String> environment = new HashMap<>();

  /// Answers in the server's place; false where it leaves the answer to it.
  private interface Misbehaviour {
    boolean answers(HttpExchange exchange, byte[] content, int from) throws IOException;
  }

  /// The first client of a process takes longer than the tests' patience on a busy machine.
  @BeforeAll
  static void loadTheClient() {
    HttpClient.newHttpClient().close();
    HttpRequest.newBuilder(URI.create("http://127.0.0.1/")).build();
  }

  @BeforeEach
  void hub() throws IOException {
    cache = new CacheFolder(folder.resolve("cache"));
    files.put("config.json", "{}".getBytes());
    files.put("tokenizer.json", "{\"model\":{}}".getBytes());
    byte[] weights = new byte[300_000];
    for (int i = 0; i < weights.length; i++) weights[i] = (byte) (i * 31 + i / 251);
    files.put("model.safetensors", weights);
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    environment.put("CAI_MODEL_HUB", address());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void fetchesTheFilesThatAreReadAndNoOther() throws Exception {
    files.put("pytorch_model.bin", new byte[10]);
    files.put("onnx/model.safetensors", new byte[10]);
    files.put("../../evil/config.json", new byte[10]);
    Path fetched = fetch();
    assertThat(fetched).isEqualTo(folder.resolve("cache/some/model"));
    try (var names = Files.list(fetched)) {
      assertThat(names.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("config.json", "tokenizer.json", "model.safetensors");
    }
    assertThat(fetched.resolve("model.safetensors"))
        .hasBinaryContent(files.get("model.safetensors"));
    assertThat(progress.notes).containsExactly("begin some/model 300014", "end");
    assertThat(progress.bytes.getLast()).isEqualTo(300_014);
    assertThat(cache.staging("some/model")).doesNotExist();
  }

  @Test
  void continuesWhereTheConnectionBroke() throws Exception {
    var cuts = new CopyOnWriteArrayList<Integer>();
    misbehaviour =
        (exchange, content, from) -> {
          if (content.length < 1000 || cuts.size() == 2) return false;
          cuts.add(from);
          begin(exchange, content, from);
          exchange.getResponseBody().write(content, from, 100_000);
          exchange.getResponseBody().flush();
          exchange.close();
          return true;
        };
    assertThat(fetch().resolve("model.safetensors"))
        .hasBinaryContent(files.get("model.safetensors"));
    assertThat(cuts).hasSize(2).first().isEqualTo(0);
    assertThat(cuts.getLast()).isBetween(1, 100_000);
  }

  @Test
  void continuesInALaterProcess() throws Exception {
    misbehaviour =
        (exchange, content, from) -> {
          if (content.length < 1000) return false;
          begin(exchange, content, from);
          if (from == 0) exchange.getResponseBody().write(content, 0, 100_000);
          exchange.getResponseBody().flush();
          exchange.close();
          return true;
        };
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("model.safetensors: cannot be downloaded from http://127.0.0.1:")
        .hasMessageContaining("(the connection broke: ")
        .hasMessageEndingWith(
            "); run the same command again to continue, or download the model by hand and give the"
                + " folder's path");
    misbehaviour = (_, _, _) -> false;
    requests.clear();
    assertThat(fetch().resolve("model.safetensors"))
        .hasBinaryContent(files.get("model.safetensors"));
    assertThat(requests).noneMatch(request -> request.contains("config.json"));
    assertThat(requests)
        .filteredOn(request -> request.contains("model.safetensors"))
        .singleElement()
        .asString()
        .matches(".*model.safetensors bytes=[1-9]\\d*-");
  }

  @Test
  void aConnectionThatStallsCountsAsBroken() throws Exception {
    var stalled = new CopyOnWriteArrayList<Integer>();
    misbehaviour =
        (exchange, content, from) -> {
          if (content.length < 1000 || !stalled.isEmpty()) return false;
          stalled.add(from);
          begin(exchange, content, from);
          exchange.getResponseBody().write(content, from, 50_000);
          exchange.getResponseBody().flush();
          sleep();
          return true;
        };
    assertThat(fetch().resolve("model.safetensors"))
        .hasBinaryContent(files.get("model.safetensors"));
    assertThat(stalled).hasSize(1);
  }

  @Test
  void aServerWithoutRangesIsAskedForTheWholeFileAgain() throws Exception {
    var part = Files.createDirectories(cache.staging("some/model").resolve(COMMIT));
    Files.write(part.resolve("model.safetensors.part"), new byte[1234]);
    misbehaviour =
        (exchange, content, _) -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
          return true;
        };
    assertThat(fetch().resolve("model.safetensors"))
        .hasBinaryContent(files.get("model.safetensors"));
  }

  @Test
  void filesOfAnOlderCommitAreNotMixedIn() throws Exception {
    var older = Files.createDirectories(cache.staging("some/model").resolve("aaaaaaa"));
    Files.write(older.resolve("model.safetensors"), new byte[1234]);
    assertThat(fetch().resolve("model.safetensors"))
        .hasBinaryContent(files.get("model.safetensors"));
  }

  @Test
  void wrongBytesAreRefusedAndThrownAway() throws Exception {
    var part = Files.createDirectories(cache.staging("some/model").resolve(COMMIT));
    Files.write(part.resolve("model.safetensors.part"), new byte[1234]);
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("model.safetensors: SHA-256 ")
        .hasMessageEndingWith("; run the same command again");
    assertThat(folder.resolve("cache/some")).doesNotExist();
    assertThat(fetch().resolve("model.safetensors"))
        .hasBinaryContent(files.get("model.safetensors"));
  }

  @Test
  void aBusyServerIsAskedAgainAndABrokenOneGivenUp() throws Exception {
    var answers = new CopyOnWriteArrayList<Integer>();
    misbehaviour =
        (exchange, _, _) -> {
          if (answers.size() == 2) return false;
          answers.add(503);
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
          return true;
        };
    assertThat(fetch()).isDirectory();
    misbehaviour =
        (exchange, _, _) -> {
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
          return true;
        };
    CacheFolder.delete(folder.resolve("cache"));
    assertThatThrownBy(this::fetch).hasMessageContaining("(status 500); run the same command");
  }

  @Test
  void anUnknownModelIsOneSentence() {
    listing = "missing";
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessage(
            "some/model: is neither a file or folder here nor a model or file on "
                + address()
                + " (status 404); if it is private, set HF_TOKEN to a token of an account that may"
                + " read it");
  }

  @Test
  void aGatedModelNeedsTheTokenOfAnAccount() throws Exception {
    asked = "hf_right-token";
    String page = address() + "/some/model";
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessage(
            "some/model: may not be read from "
                + address()
                + " without an account, or is not there (status 401); accept the terms on "
                + page
                + ", and set HF_TOKEN to a token of your account");
    environment.put("HF_TOKEN", "hf_wrong-token");
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessage(
            "some/model: may not be read from "
                + address()
                + " with your token (status 403); accept the terms on "
                + page
                + ", or set HF_TOKEN to another token");
    environment.put("HF_TOKEN", " hf_right-token\n");
    assertThat(fetch().resolve("model.safetensors"))
        .hasBinaryContent(files.get("model.safetensors"));
    assertThat(progress.notes).noneMatch(note -> note.contains("hf_"));
  }

  @Test
  void theTokenNeverGoesToAnotherHost() throws Exception {
    environment.put("HF_TOKEN", "hf_some-token");
    var seen = new CopyOnWriteArrayList<String>();
    HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    other.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestHeaders().keySet().toString());
          byte[] content = files.get("model.safetensors");
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    other.start();
    try {
      elsewhere = "http://127.0.0.1:" + other.getAddress().getPort() + "/cdn";
      assertThat(fetch().resolve("model.safetensors"))
          .hasBinaryContent(files.get("model.safetensors"));
    } finally {
      other.stop(0);
    }
    assertThat(authorizations)
        .isNotEmpty()
        .allMatch(line -> line.endsWith(" Bearer hf_some-token"));
    assertThat(seen).isNotEmpty().noneMatch(headers -> headers.contains("Authorization"));
  }

  @Test
  void redirectionsWithoutEndOrAddressAreGivenUp() {
    for (String to : List.of("", "ftp://127.0.0.1", "file:///etc", "http://[")) {
      elsewhere = to.isEmpty() ? address() : to;
      assertThatThrownBy(this::fetch)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("(it is redirected ");
    }
  }

  @Test
  void aRevisionIsFetchedIntoAFolderOfItsOwn() throws Exception {
    Path fetched = fetch("some/model@refs/pr/1");
    assertThat(fetched).isEqualTo(folder.resolve("cache/some/model@refs--pr--1"));
    assertThat(fetched.resolve("model.safetensors"))
        .hasBinaryContent(files.get("model.safetensors"));
    assertThat(authorizations.getFirst())
        .isEqualTo("/api/models/some/model/revision/refs%2Fpr%2F1?blobs=true null");
    assertThat(fetch()).isEqualTo(folder.resolve("cache/some/model"));
  }

  @Test
  void aPasswordInTheHubsAddressIsSentAndNotShown() {
    environment.put("CAI_MODEL_HUB", address().replace("//", "//me:pass@"));
    listing = "missing";
    assertThatThrownBy(this::fetch).hasMessageContaining(address()).hasMessageNotContaining("pass");
    assertThat(authorizations.getFirst()).endsWith(" Basic bWU6cGFzcw==");
  }

  @Test
  void aModelWithoutSafetensorsIsOneSentence() {
    files.remove("model.safetensors");
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("some/model: has no model.safetensors on the hub; ");
  }

  @Test
  void anAnswerThatIsNoListingIsOneSentence() {
    listing = "<html>log in first</html>";
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(address() + "/api/models/some/model: malformed JSON");
    listing = "[]";
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds no JSON object");
    listing = "{\"sha\":\"../../x\",\"siblings\":[1]}";
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not a commit");
  }

  @Test
  void aHubThatIsNotThereIsOneSentence() {
    server.stop(0);
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("some/model: cannot be downloaded from " + address() + " (");
  }

  private Path fetch() throws IOException, InterruptedException {
    return fetch("some/model");
  }

  private Path fetch(String model) throws IOException, InterruptedException {
    HubAccess access = HubAccess.of(environment);
    return new HubFetch(cache, new ModelHub(access, SHORT), progress)
        .fetch(HubModel.of(model).orElseThrow());
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    authorizations.add(exchange.getRequestURI() + " " + shown);
    if (!asked.isEmpty() && !shown.equals("Bearer " + asked)) {
      exchange.sendResponseHeaders(shown.equals("null") ? 401 : 403, -1);
      exchange.close();
      return;
    }
    if (!elsewhere.isEmpty() && path.endsWith(".safetensors")) {
      exchange.getResponseHeaders().set("Location", elsewhere + path);
      exchange.sendResponseHeaders(302, -1);
      exchange.close();
      return;
    }
    if (path.startsWith("/api/models/some/model")) {
      byte[] body = (listing.isEmpty() ? listing() : listing).getBytes();
      exchange.sendResponseHeaders(listing.equals("missing") ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
      return;
    }
    requests.add(path + " " + range);
    byte[] content = files.get(path.substring(("/some/model/resolve/" + COMMIT + "/").length()));
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (misbehaviour.answers(exchange, content, from)) return;
    begin(exchange, content, from);
    exchange.getResponseBody().write(content, from, content.length - from);
    exchange.close();
  }

  private static void begin(HttpExchange exchange, byte[] content, int from) throws IOException {
    if (from > 0)
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
  }

  private String listing() {
    var siblings = new java.util.ArrayList<String>();
    files.forEach((name, content) -> {
      try {
        Path copy = Files.write(folder.resolve("copy"), content);
        siblings.add(
            "{\"rfilename\":\"%s\",\"size\":%d,\"lfs\":{\"sha256\":\"%s\"}}"
                .formatted(name, content.length, Sha256.of(copy)));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
    return "{\"sha\":\"" + COMMIT + "\",\"siblings\":[" + String.join(",", siblings) + "]}";
  }

  private static void sleep() {
    try {
      Thread.sleep(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

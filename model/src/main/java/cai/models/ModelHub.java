package cai.models;

import cai.errors.UserError;
import cai.json.JsonObject;
import cai.models.HubFile.Listing;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// The model hub over HTTP: lists a model's files and downloads them, continuing where a connection
/// broke. The only class that speaks HTTP or knows the hub's address.
final class ModelHub {
  private static final int LISTING_BYTES = 16 << 20;
  private static final int MOST_REDIRECTIONS = 10;
  private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);

  private final HubAccess access;
  private final HttpClient client;
  private final Patience patience;

  /// Limits on waiting.
  ///
  /// @param stall time without a byte after which the connection counts as broken
  /// @param attempts number of attempts in a row without a byte after which the download fails
  /// @param pause before the first new attempt; doubled before each further one
  record Patience(Duration stall, int attempts, Duration pause) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(30), 4, Duration.ofSeconds(1));
  }

  ModelHub(HubAccess access, Patience patience) {
    this.access = access;
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            // Java would send the token to wherever it is redirected: see get.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.stall())
            .build();
  }

  /// The hub that the environment names, or the usual public one.
  static ModelHub of(Map<String, String> environment) {
    return new ModelHub(HubAccess.of(environment), Patience.USUAL);
  }

  /// The files from which a model is read, at its revision or the newest commit.
  Listing list(HubModel model) throws IOException, InterruptedException {
    Duration pause = patience.pause();
    for (int attempt = 1; ; attempt++, pause = pause.multipliedBy(2)) {
      String problem;
      try {
        HttpResponse<InputStream> response = get(model.listing(), 0);
        try (InputStream in = response.body()) {
          byte[] body = in.readNBytes(LISTING_BYTES);
          if (response.statusCode() == 200) return listing(model, body);
        }
        problem = refusal(model.toString(), model.name(), response.statusCode());
      } catch (IOException e) {
        problem = reason(e);
      }
      if (attempt >= patience.attempts()) throw unreachable(model.toString(), problem);
      Thread.sleep(pause);
    }
  }

  private Listing listing(HubModel model, byte[] body) {
    String where = access.base() + "/api/models/" + model;
    JsonObject tree = JsonObject.parse(new String(body, StandardCharsets.UTF_8), where);
    var files = new ArrayList<HubFile>();
    for (Object each : tree.list("siblings").orElse(List.of()))
      file(each, where).filter(file -> HubFile.isWanted(file.name())).ifPresent(files::add);
    String commit = tree.string("sha").orElse("");
    if (!commit.matches("[0-9a-fA-F]{7,64}"))
      throw new UserError(where + ": sha=" + commit + " is not a commit; is this a model hub?");
    return new Listing(commit, List.copyOf(files));
  }

  @SuppressWarnings("unchecked")
  private static Optional<HubFile> file(Object sibling, String where) {
    if (!(sibling instanceof Map<?, ?> fields)) return Optional.empty();
    var entry = new JsonObject(where + ": siblings", (Map<String, Object>) fields);
    OptionalLong bytes =
        fields.get("size") instanceof Number size && size.longValue() >= 0
            ? OptionalLong.of(size.longValue())
            : OptionalLong.empty();
    Optional<String> digest = entry.object("lfs").flatMap(lfs -> lfs.string("sha256"));
    return entry.string("rfilename").map(name -> new HubFile(name, bytes, digest));
  }

  /// Downloads a file, beginning after the bytes that `part` already has.
  ///
  /// @param arrived receives the number of bytes on the disk
  void download(String address, HubFile file, Path part, LongConsumer arrived)
      throws IOException, InterruptedException {
    Duration pause = patience.pause();
    int fruitless = 0;
    while (true) {
      long before = Files.exists(part) ? Files.size(part) : 0;
      Optional<String> problem = attempt(address, file, part, arrived);
      if (problem.isEmpty()) return;
      boolean grown = Files.exists(part) && Files.size(part) > before;
      fruitless = grown ? 0 : fruitless + 1;
      if (fruitless >= patience.attempts()) throw unreachable(file.name(), problem.get());
      if (grown) pause = patience.pause();
      Thread.sleep(pause);
      pause = pause.multipliedBy(2);
    }
  }

  /// Downloads over one connection; gives the reason if the connection broke.
  private Optional<String> attempt(String address, HubFile file, Path part, LongConsumer arrived)
      throws IOException, InterruptedException {
    long here = Files.exists(part) ? Files.size(part) : 0;
    if (here > file.bytes().orElse(Long.MAX_VALUE)) {
      Files.delete(part);
      here = 0;
    }
    if (file.bytes().isPresent() && here == file.bytes().getAsLong() && here > 0)
      return Optional.empty();
    HttpResponse<InputStream> response;
    try {
      response = get(address, here);
    } catch (ConnectException | HttpTimeoutException | ProtocolException e) {
      return Optional.of(reason(e));
    } catch (IOException e) {
      // A connection that breaks before the first byte of the content is told here or when the
      // content is read, whichever comes first.
      return Optional.of("the connection broke: " + reason(e));
    }
    try (InputStream in = response.body()) {
      int status = response.statusCode();
      if (status == 200) return receive(in, part, 0, arrived);
      if (status == 206 && continues(response, here)) return receive(in, part, here, arrived);
      if (status != 206 && status != 416)
        return Optional.of(refusal(file.name(), page(address), status));
      // What is here does not fit what the hub has: begin again.
      Files.deleteIfExists(part);
      return Optional.of("the hub does not continue at byte " + here);
    }
  }

  private static boolean continues(HttpResponse<?> response, long from) {
    return response
        .headers()
        .firstValue("Content-Range")
        .filter(range -> range.startsWith("bytes " + from + "-"))
        .isPresent();
  }

  /// Writes what arrives to the file from an offset on. An error of the disk is thrown, an error of
  /// the network is returned.
  private Optional<String> receive(InputStream in, Path part, long from, LongConsumer arrived)
      throws IOException, InterruptedException {
    var received = new AtomicLong(from);
    Thread watch = Thread.startVirtualThread(() -> closeWhenStalled(in, received));
    try (var file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.truncate(from).position(from);
      byte[] buffer = new byte[1 << 16];
      while (true) {
        int n;
        try {
          n = in.read(buffer);
        } catch (IOException e) {
          return Optional.of("the connection broke: " + reason(e));
        }
        if (n < 0) break;
        for (var bytes = ByteBuffer.wrap(buffer, 0, n); bytes.hasRemaining(); ) file.write(bytes);
        arrived.accept(received.addAndGet(n));
      }
      file.force(true);
      return Optional.empty();
    } finally {
      watch.interrupt();
      watch.join();
    }
  }

  private void closeWhenStalled(InputStream in, AtomicLong received) {
    try {
      for (long seen = -1; seen != received.get(); ) {
        seen = received.get();
        Thread.sleep(patience.stall());
      }
      in.close();
    } catch (InterruptedException | IOException _) {
      // The download has ended by itself.
    }
  }

  /// Follows redirections itself, so that credentials go to the hub's own address only.
  private HttpResponse<InputStream> get(String address, long from)
      throws IOException, InterruptedException {
    URI at = URI.create(access.base() + address);
    for (int redirections = 0; ; redirections++) {
      var request = HttpRequest.newBuilder(at).timeout(patience.stall());
      if (from > 0) request.header("Range", "bytes=" + from + "-");
      access.authorizationFor(at).ifPresent(value -> request.header("Authorization", value));
      var response = client.send(request.GET().build(), BodyHandlers.ofInputStream());
      Optional<URI> next = redirection(at, response);
      if (next.isEmpty()) return response;
      response.body().close();
      if (redirections == MOST_REDIRECTIONS)
        throw new ProtocolException("it is redirected without end");
      at = next.get();
    }
  }

  private static Optional<URI> redirection(URI from, HttpResponse<?> response) throws IOException {
    Optional<String> location = response.headers().firstValue("Location");
    if (!REDIRECTIONS.contains(response.statusCode()) || location.isEmpty())
      return Optional.empty();
    URI to;
    try {
      to = from.resolve(location.get());
    } catch (IllegalArgumentException e) {
      throw (ProtocolException)
          new ProtocolException("it is redirected to what is no address").initCause(e);
    }
    boolean secure = "https".equalsIgnoreCase(to.getScheme());
    boolean plain = "http".equalsIgnoreCase(to.getScheme()) && !from.getScheme().equals("https");
    if (to.getHost() == null || !secure && !plain)
      throw new ProtocolException("it is redirected to an address that is not safe");
    return Optional.of(to);
  }

  /// `owner/name` of a file's address.
  private static String page(String address) {
    int end = address.indexOf("/resolve/");
    return end < 0 ? address.substring(1) : address.substring(1, end);
  }

  /// The reason to try again after an HTTP status; for any other status the download fails.
  private String refusal(String what, String model, int status) {
    URI hub = access.base();
    boolean known = access.authorization().isPresent();
    if (status == 404)
      throw new UserError(
          "%s: is neither a file or folder here nor a model or file on %s (status 404)%s"
              .formatted(
                  what,
                  hub,
                  known
                      ? ""
                      : "; if it is private, set HF_TOKEN to a token of an account that may read"
                          + " it"));
    if (status == 401 || status == 403)
      throw new UserError(
          known
              ? "%s: may not be read from %s with your token (status %d); accept the terms on %s/%s, or set HF_TOKEN to another token"
                  .formatted(what, hub, status, hub, model)
              : "%s: may not be read from %s without an account, or is not there (status %d); accept the terms on %s/%s, and set HF_TOKEN to a token of your account"
                  .formatted(what, hub, status, hub, model));
    if (status != 429 && status < 500)
      throw new UserError(what + ": " + hub + " answered with status " + status);
    return "status " + status;
  }

  private UserError unreachable(String what, String problem) {
    return new UserError(
        "%s: cannot be downloaded from %s (%s); run the same command again to continue, or download the model by hand and give the folder's path"
            .formatted(what, access.base(), problem));
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return e.getMessage() == null ? e.getClass().getSimpleName() : message;
  }
}

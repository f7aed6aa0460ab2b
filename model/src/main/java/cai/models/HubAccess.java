package cai.models;

import cai.errors.Secrets;
import cai.errors.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The hub's address and the user's credentials for it. Credentials are sent to this address only:
/// never to another host or port, and never over plain HTTP to another machine.
///
/// @param base without credentials
/// @param authorization the header's value, where there is one
record HubAccess(URI base, Optional<String> authorization) {
  private static final String PUBLIC = "https://huggingface.co";

  /// The hub that `CAI_MODEL_HUB` names, or else the public one. The token is that of `HF_TOKEN`,
  /// or, for the public hub, the one that `hf auth login` has stored.
  static HubAccess of(Map<String, String> environment) {
    String address = environment.getOrDefault("CAI_MODEL_HUB", PUBLIC).replaceAll("/+$", "");
    if (!address.matches("https?://[^\\s?#]+"))
      throw new UserError(
          "CAI_MODEL_HUB="
              + Secrets.masked(address)
              + " is not an address; it begins with https:// or http://");
    int host = address.indexOf("://") + 3;
    int slash = address.indexOf('/', host);
    String place = slash < 0 ? address.substring(host) : address.substring(host, slash);
    int at = place.lastIndexOf('@');
    URI base = uri(address.substring(0, host) + address.substring(host + at + 1));
    Optional<String> token = token(environment, base.toString().equals(PUBLIC));
    Optional<String> login =
        at < 0 ? token.map(text -> "Bearer " + text) : Optional.of(basic(place.substring(0, at)));
    return new HubAccess(base, login.filter(_ -> isPrivate(base)));
  }

  private static URI uri(String address) {
    URI base;
    try {
      base = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new UserError("CAI_MODEL_HUB=" + address + " is not an address", e);
    }
    if (base.getHost() == null)
      throw new UserError("CAI_MODEL_HUB=" + address + " is not an address: it names no host");
    return base;
  }

  private static String basic(String login) {
    String text = login.contains(":") ? login : login + ":";
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Whether the connection is encrypted or stays on this machine.
  private static boolean isPrivate(URI base) {
    return base.getScheme().equals("https")
        || Stream.of("localhost", "127.0.0.1", "[::1]").anyMatch(base.getHost()::equals);
  }

  private static Optional<String> token(Map<String, String> environment, boolean stored) {
    Optional<String> given =
        Stream.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
            .map(name -> environment.getOrDefault(name, "").strip())
            .filter(text -> !text.isEmpty())
            .findFirst();
    boolean disabled =
        environment.getOrDefault("HF_HUB_DISABLE_IMPLICIT_TOKEN", "").matches("(?i)1|on|yes|true");
    Optional<String> token =
        given.isPresent() || !stored || disabled ? given : inFile(tokenFile(environment));
    if (token.isPresent() && !token.get().matches("[\\x21-\\x7e]+"))
      throw new UserError("HF_TOKEN holds characters that no token has; copy it again");
    return token;
  }

  private static Path tokenFile(Map<String, String> environment) {
    String file = environment.getOrDefault("HF_TOKEN_PATH", "");
    if (!file.isEmpty()) return Path.of(file);
    String own = environment.getOrDefault("HF_HOME", "");
    if (!own.isEmpty()) return Path.of(own, "token");
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!shared.isEmpty()) return Path.of(shared, "huggingface", "token");
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    return Path.of(home, ".cache", "huggingface", "token");
  }

  private static Optional<String> inFile(Path file) {
    if (!Files.isRegularFile(file)) return Optional.empty();
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      throw new UserError(
          file + ": the token cannot be read (" + e.getMessage() + "); set HF_TOKEN instead", e);
    }
  }

  /// The authorization header for an address; empty for every address but the hub's own.
  Optional<String> authorizationFor(URI address) {
    boolean own =
        base.getScheme().equalsIgnoreCase(address.getScheme())
            && base.getHost().equalsIgnoreCase(address.getHost())
            && port(base) == port(address);
    return authorization.filter(_ -> own);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) return address.getPort();
    return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
  }
}

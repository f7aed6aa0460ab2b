package cai.models;

import cai.errors.UserError;
import cai.models.HubFile.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Fetches a model of the hub: downloads and checks each file in a staging folder, then moves the
/// whole folder into the cache.
final class HubFetch {
  private final CacheFolder cache;
  private final ModelHub hub;
  private final FetchProgress progress;

  HubFetch(CacheFolder cache, ModelHub hub, FetchProgress progress) {
    this.cache = cache;
    this.hub = hub;
    this.progress = progress;
  }

  /// Makes the model's folder in the cache, which does not exist yet. The caller holds the model's
  /// lock.
  Path fetch(HubModel model) throws IOException, InterruptedException {
    Listing listing = complete(model.toString(), hub.list(model));
    Path staging = staging(model.folder(), listing.commit());
    progress.begin(model.toString(), listing.bytes());
    try {
      long before = 0;
      for (HubFile file : listing.files()) {
        long earlier = before;
        fetch(
            "/" + model.name() + "/resolve/" + listing.commit() + "/" + file.name(),
            file,
            staging,
            here -> progress.advance(earlier + here));
        before += Files.size(staging.resolve(file.name()));
        progress.advance(before);
      }
    } finally {
      progress.end();
    }
    Path folder = cache.of(model.folder());
    CacheFolder.move(staging, folder);
    CacheFolder.delete(staging.getParent());
    return folder;
  }

  private static Listing complete(String model, Listing listing) {
    if (!listing.holds("config.json")) throw lacking(model, "config.json");
    if (!listing.holds("tokenizer.json")) throw lacking(model, "tokenizer.json");
    if (!listing.holdsWeights()) throw lacking(model, "model.safetensors");
    return listing;
  }

  private static UserError lacking(String model, String file) {
    return new UserError(
        model
            + ": has no "
            + file
            + " on the hub; models with config.json, tokenizer.json and safetensors can be fetched,"
            + " a GGUF file can be downloaded by hand and given as a path");
  }

  /// The staging folder of one commit; files of other commits do not mix with its own.
  private Path staging(String model, String commit) throws IOException {
    Path all = cache.staging(model);
    for (Path other : CacheFolder.children(all))
      if (!other.getFileName().toString().equals(commit)) CacheFolder.delete(other);
    return Files.createDirectories(all.resolve(commit));
  }

  private void fetch(String address, HubFile file, Path staging, LongConsumer arrived)
      throws IOException, InterruptedException {
    Path whole = staging.resolve(file.name());
    if (Files.exists(whole)) return;
    Path part = staging.resolve(file.name() + ".part");
    hub.download(address, file, part, arrived);
    Optional<String> problem = problem(file, part);
    if (problem.isPresent()) {
      Files.delete(part);
      throw new UserError(
          address.substring(1) + ": " + problem.get() + "; run the same command again");
    }
    CacheFolder.move(part, whole);
  }

  private static Optional<String> problem(HubFile file, Path part) throws IOException {
    long bytes = Files.size(part);
    if (bytes != file.bytes().orElse(bytes))
      return Optional.of(
          "%,d bytes came instead of %,d".formatted(bytes, file.bytes().getAsLong()));
    if (file.sha256().isEmpty()) return Optional.empty();
    String found = Sha256.of(part);
    return found.equalsIgnoreCase(file.sha256().get())
        ? Optional.empty()
        : Optional.of("SHA-256 " + found + " came instead of " + file.sha256().get());
  }
}

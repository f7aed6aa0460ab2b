package cai.models;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A model of the hub by the name that users give it: `owner/name`, or `owner/name@revision` for
/// one of its branches, tags or commits.
///
/// @param name `owner/name`
/// @param revision empty for the newest
record HubModel(String name, Optional<String> revision) {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "([A-Za-z0-9][\\w.-]{0,95}/[A-Za-z0-9][\\w.-]{0,95})(?:@([A-Za-z0-9][\\w./-]{0,95}))?");

  /// The model of a name; empty if the name has another form.
  static Optional<HubModel> of(String written) {
    Matcher parts = WRITTEN.matcher(written);
    if (!parts.matches() || written.contains("..")) return Optional.empty();
    return Optional.of(new HubModel(parts.group(1), Optional.ofNullable(parts.group(2))));
  }

  /// The model's folder, relative to the cache.
  String folder() {
    return name + revision.map(text -> "@" + text.replace("/", "--")).orElse("");
  }

  /// The path of the model's list of files on the hub.
  String listing() {
    return "/api/models/"
        + name
        + revision.map(text -> "/revision/" + text.replace("/", "%2F")).orElse("")
        + "?blobs=true";
  }

  /// The name as users write it.
  @Override
  public String toString() {
    return name + revision.map(text -> "@" + text).orElse("");
  }
}

package cai.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// A value in a file or a folder: what a stage leaves for later stages, or a model that the user
/// gives. A stage counts an artifact that it reads by the artifact's content.
///
/// @param title as the log names it, such as `critique/revisions.jsonl`
/// @param content empty where the artifact is not made yet
/// @param reader of the value
public record Artifact<T>(String title, Optional<Content> content, Function<Path, T> reader) {
  /// Where an artifact lies.
  ///
  /// @param hash SHA-256 of what is there
  public record Content(Path path, String hash) {}

  /// A file or folder that no stage has made.
  public static Artifact<Path> given(String title, Path path, String hash) {
    return new Artifact<>(title, Optional.of(new Content(path, hash)), given -> given);
  }

  /// This artifact's content read in another way, for example only the responses of chains of
  /// revisions. In the key of a stage the view counts with its own title.
  ///
  /// @param what the view shows, for the title
  public <R> Artifact<R> view(String what, Function<? super T, ? extends R> reading) {
    return new Artifact<>(
        title + " (" + what + ")", content, path -> reading.apply(reader.apply(path)));
  }

  /// The title of the artifact that this is a view of, or its own.
  String source() {
    return title.replaceFirst(" \\(.*", "");
  }

  /// Whether it is there.
  public boolean isMade() {
    return content.isPresent();
  }

  /// The value.
  ///
  /// @throws IllegalStateException where it is not made yet
  public T read() {
    return reader.apply(path());
  }

  /// Where it lies.
  ///
  /// @throws IllegalStateException where it is not made yet
  public Path path() {
    return made().path();
  }

  /// SHA-256 of its content.
  ///
  /// @throws IllegalStateException where it is not made yet
  public String hash() {
    return made().hash();
  }

  private Content made() {
    return content.orElseThrow(() -> new IllegalStateException(title + " is not made yet"));
  }
}

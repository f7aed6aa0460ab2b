package cai.provenance;

import cai.storage.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// Which code runs.
///
/// @param hash SHA-256 over names and contents of all files in the project's own jars and class
///   folders, those that hold `cai/*.class`; a jar and the folder it was made from give the same
/// @param commit of the sources, with a + where they had changed since; known where `./cai` built
///   them in a checkout
public record CodeVersion(String hash, Optional<String> commit) {
  private static final String COMMIT = "cai.commit";

  /// The running code's.
  public static CodeVersion current() {
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toList();
    return new CodeVersion(hash(classPath), readCommit());
  }

  /// The hash of a class path's own parts, in the order of their contents' hashes.
  static String hash(List<Path> classPath) {
    Set<Path> entries = new LinkedHashSet<>();
    var hashes = new TreeSet<String>();
    try {
      for (Path entry : classPath) collect(entry.toAbsolutePath().normalize(), entries);
      for (Path entry : entries) {
        (Files.isDirectory(entry) ? ofFolder(entry) : ofJar(entry)).ifPresent(hashes::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the class path cannot be read", e);
    }
    return ContentHash.text(String.join("\n", hashes));
  }

  // Launchers (`java -jar`, Surefire) name further entries in the manifest of their only jar.
  private static void collect(Path entry, Set<Path> entries) throws IOException {
    if (!Files.exists(entry) || !entries.add(entry) || Files.isDirectory(entry)) return;
    try (var jar = new JarFile(entry.toFile())) {
      var manifest = jar.getManifest();
      String further =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (further == null) return;
      for (String name : further.strip().split("\\s+")) {
        URI uri = entry.toUri().resolve(name);
        if ("file".equals(uri.getScheme())) collect(Path.of(uri).normalize(), entries);
      }
    }
  }

  private static Optional<String> ofFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder.resolve("cai"))) return Optional.empty();
    var names = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> names.add(folder.relativize(file).toString().replace('\\', '/')));
    }
    return of(names, name -> Files.newInputStream(folder.resolve(name)));
  }

  private static Optional<String> ofJar(Path file) throws IOException {
    try (var jar = new JarFile(file.toFile())) {
      List<String> names =
          jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
      return of(names, name -> jar.getInputStream(jar.getEntry(name)));
    }
  }

  @FunctionalInterface
  private interface Opening {
    InputStream open(String name) throws IOException;
  }

  private static Optional<String> of(List<String> names, Opening opening) throws IOException {
    if (names.stream().noneMatch(name -> name.startsWith("cai/") && name.endsWith(".class")))
      return Optional.empty();
    MessageDigest digest = ContentHash.sha256();
    for (String name : names.stream().sorted().toList()) {
      // What the build says about itself is not code.
      if (name.startsWith("META-INF/")) continue;
      try (InputStream in = opening.open(name)) {
        digest.update((ContentHash.stream(in) + " " + name + "\n").getBytes());
      }
    }
    return Optional.of(ContentHash.hex(digest.digest()));
  }

  private static Optional<String> readCommit() {
    return Optional.ofNullable(System.getProperty(COMMIT)).filter(text -> !text.isBlank());
  }
}

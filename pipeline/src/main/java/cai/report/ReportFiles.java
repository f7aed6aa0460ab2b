package cai.report;

import cai.errors.UserError;
import cai.files.FileFault;
import cai.files.OutputFile;
import cai.json.Json;
import cai.storage.ContentHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The files of a report in a folder that may hold others: what a report did not write is neither
/// replaced nor deleted.
final class ReportFiles {
  /// Which files the last report wrote; begins with a dot, so it is no output of a run.
  static final String LIST = ".report-files.json";

  /// The page's name.
  static final String PAGE = "index.html";

  /// A line of HTML that every report has and no other page. Reports of earlier versions are known
  /// by it, because they left no list of their files.
  static final String MARK = "<p class=\"eyebrow\">Constitutional AI, report of a run</p>";

  /// Names that a list may hold; a list that somebody wrote cannot reach any other file.
  private static final Pattern NAME = Pattern.compile("index\\.html|figures/[\\w-]+\\.(svg|csv)");

  /// @param files their hashes, by their names below the folder
  private record WrittenFiles(String format, SortedMap<String, String> files) {
    private static final String FORMAT = "report-files/1";
  }

  private final Path folder;

  /// @param folder of the report, which is made where there is none
  ReportFiles(Path folder) {
    this.folder = folder;
  }

  /// Writes all files and deletes what the last report wrote and this one does not have.
  ///
  /// @param files texts by their names below the folder
  /// @throws UserError where something is in the way that no report wrote; nothing is then changed
  void replace(SortedMap<String, String> files) {
    try {
      var hashes = new TreeMap<String, String>();
      files.forEach((name, text) -> hashes.put(name, ContentHash.text(text)));
      Map<String, String> before = before();
      requireOurs(hashes, before);
      var both = new TreeMap<>(before);
      both.putAll(hashes);
      Files.createDirectories(folder);
      // First the list: what a kill leaves is known to be ours.
      list(both);
      for (String name : before.keySet())
        if (!files.containsKey(name) && isAsWritten(name, before)) Files.delete(path(name));
      for (String name : files.keySet()) write(name, files.get(name));
      list(hashes);
    } catch (IOException e) {
      throw FileFault.failed(folder, e);
    }
  }

  private Map<String, String> before() {
    Path list = folder.resolve(LIST);
    if (!Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) return Map.of();
    var files = new TreeMap<>(Json.read(list, WrittenFiles.class).files());
    files.keySet().removeIf(name -> !NAME.matcher(name).matches());
    return files;
  }

  private void requireOurs(Map<String, String> hashes, Map<String, String> before)
      throws IOException {
    boolean older = before.isEmpty() && isAPageOfOurs();
    for (String name : hashes.keySet()) {
      Path file = path(name);
      boolean free = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
      if (free || older || before.containsKey(name)) continue;
      if (Files.isRegularFile(file) && ContentHash.file(file).equals(hashes.get(name))) continue;
      throw new UserError(
          file + ": was not written by a report, so it is not replaced; name another folder");
    }
  }

  private boolean isAPageOfOurs() throws IOException {
    Path page = folder.resolve(PAGE);
    if (!Files.isRegularFile(page)) return false;
    return new String(Files.readAllBytes(page), StandardCharsets.UTF_8).contains(MARK);
  }

  /// Whether a file is still what the last report wrote; what somebody changed since stays.
  private boolean isAsWritten(String name, Map<String, String> before) {
    Path file = path(name);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && ContentHash.file(file).equals(before.get(name));
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(path(name).getParent());
    try (var file = OutputFile.of(path(name), "--out")) {
      file.write(text.getBytes(StandardCharsets.UTF_8));
      file.finish();
    }
  }

  private void list(SortedMap<String, String> hashes) throws IOException {
    write(LIST, Json.pretty(new WrittenFiles(WrittenFiles.FORMAT, hashes)));
  }

  private Path path(String name) {
    return folder.resolve(name).normalize();
  }
}

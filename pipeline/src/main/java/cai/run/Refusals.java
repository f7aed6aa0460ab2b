package cai.run;

import cai.json.Json;
import cai.storage.AtomicFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Conversations that a model's chat template refuses, where a stage trains on the others.
public final class Refusals {
  /// A line of `refused.jsonl`.
  public record RefusedConversation(String id, String reason) {}

  private Refusals() {}

  /// Writes `refused.jsonl`, where there is anything to write, and gives the sentence that says so.
  ///
  /// @param reasons by id
  public static String write(Path folder, Map<String, String> reasons) {
    List<RefusedConversation> lines =
        reasons.entrySet().stream()
            .map(one -> new RefusedConversation(one.getKey(), one.getValue()))
            .toList();
    var text = new StringBuilder();
    for (RefusedConversation line : lines) text.append(Json.line(line)).append('\n');
    AtomicFiles.write(folder.resolve("refused.jsonl"), text.toString());
    return "%d conversations are left out, because the model's chat template refuses them (refused.jsonl); the first is %s: %s"
        .formatted(lines.size(), lines.getFirst().id(), lines.getFirst().reason());
  }
}

package cai.yaml;

import cai.errors.UserError;
import cai.files.TextFile;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a YAML file into values that know their line.
public final class YamlFile {
  private YamlFile() {}

  /// The file's only document. Text that is not YAML ends the reading with an error; values that
  /// are not what the caller asks for are added to `problems`.
  public static YamlValue read(Path file, Problems problems) {
    return parse(TextFile.read(file), file.toString(), problems);
  }

  /// The only document of a text; `where` names the text in messages.
  public static YamlValue parse(String text, String where, Problems problems) {
    if (text.isBlank()) throw new UserError(where + ": is empty");
    return new YamlValue(compose(where, text), where, problems);
  }

  private static Node compose(String file, String text) {
    var settings = LoadSettings.builder().setLabel(file).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      return root.orElseThrow(() -> new UserError(file + ": holds nothing but comments"));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new UserError(file + ":" + line + ": is not YAML: " + problem(e), e);
    } catch (YamlEngineException e) {
      throw new UserError(file + ": is not YAML: " + firstLine(e.getMessage()), e);
    } catch (StackOverflowError e) {
      // The parser descends one level of the stack per level of nesting and sets no limit.
      throw new UserError(file + ": is nested too deeply", e);
    }
  }

  private static String problem(MarkedYamlEngineException e) {
    return firstLine(Optional.ofNullable(e.getProblem()).orElse(e.getContext()));
  }

  private static String firstLine(String message) {
    return message == null ? "it cannot be parsed" : message.lines().findFirst().orElse("");
  }
}

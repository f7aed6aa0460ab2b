package cai.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One value of a YAML file. If it is not of the requested kind, it notes the problem with its line
/// and gives an empty result, so that reading continues and finds the other problems, too.
public final class YamlValue {
  private final Node node;
  private final String file;
  final Problems problems;

  YamlValue(Node node, String file, Problems problems) {
    this.node = node;
    this.file = file;
    this.problems = problems;
  }

  /// File and line.
  public String where() {
    return file + ":" + node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  /// Notes a problem with this value.
  public void problem(String what) {
    problems.add(where(), what);
  }

  /// This value as a map; `name` is what the message calls it.
  public Optional<YamlMap> map(String name) {
    if (node instanceof MappingNode map) return Optional.of(YamlMap.of(this, map));
    problem(name + " is " + kind() + "; a map of keys is needed");
    return Optional.empty();
  }

  /// The values of this list.
  public List<YamlValue> list(String name) {
    if (!(node instanceof SequenceNode list)) {
      problem(name + " is " + kind() + "; a list is needed");
      return List.of();
    }
    var values = new ArrayList<YamlValue>();
    for (Node item : list.getValue()) values.add(child(item));
    return List.copyOf(values);
  }

  /// This value as a text that is not blank, without the spaces around it.
  public Optional<String> text(String name) {
    if (!(node instanceof ScalarNode scalar) || !Tag.STR.equals(node.getTag())) {
      boolean scalarNode = node instanceof ScalarNode && !Tag.NULL.equals(node.getTag());
      String cure = scalarNode ? "put it in quotes" : "a text is needed";
      problem(name + " is " + kind() + "; " + cure);
      return Optional.empty();
    }
    String text = scalar.getValue().strip();
    if (text.isEmpty()) {
      problem(name + " is empty; write a text");
      return Optional.empty();
    }
    if (text.indexOf('\0') >= 0) {
      problem(name + " contains a NUL character; remove it");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /// Whether nothing stands here, or one of YAML's words for nothing.
  public boolean isNull() {
    return Tag.NULL.equals(node.getTag());
  }

  /// This value as a whole number.
  public Optional<Integer> wholeNumber(String name) {
    try {
      if (node instanceof ScalarNode scalar && Tag.INT.equals(node.getTag()))
        return Optional.of(Integer.valueOf(scalar.getValue()));
    } catch (NumberFormatException e) {
      problem(name + " is out of range; a whole number below 2^31 is needed");
      return Optional.empty();
    }
    problem(name + " is " + kind() + "; a whole number is needed");
    return Optional.empty();
  }

  YamlValue child(Node value) {
    return new YamlValue(value, file, problems);
  }

  private String kind() {
    if (node instanceof MappingNode) return "a map";
    if (node instanceof SequenceNode) return "a list";
    if (Tag.NULL.equals(node.getTag())) return "empty";
    if (Tag.BOOL.equals(node.getTag())) return "true or false, not text";
    if (Tag.INT.equals(node.getTag()) || Tag.FLOAT.equals(node.getTag()))
      return "a number, not text";
    return "a text";
  }
}

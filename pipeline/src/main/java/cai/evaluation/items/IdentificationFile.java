package cai.evaluation.items;

import cai.errors.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Reads items that ask about a conversation, in the paper's layout ([ItemLine]): the prompt ends
/// in lines that begin with ` (A) `, ` (B) ` and so on, one for each letter that `corrects` and
/// `incorrects` name, and in `The answer is:`.
public final class IdentificationFile {
  private static final String ASKS = "The answer is:";

  private IdentificationFile() {}

  /// The items of several files, each a task of its own. All faults of all files at once.
  ///
  /// @throws UserError as [HhhFile#read]
  public static List<IdentificationItem> readAll(List<Path> files) {
    var items = new ArrayList<IdentificationItem>();
    var tasks = new HashSet<String>();
    var faults = new ArrayList<String>();
    for (Path file : files) {
      String name = name(file);
      String task = name;
      for (int number = 2; !tasks.add(task); number++) task = name + "-" + number;
      try {
        items.addAll(read(file, task));
      } catch (UserError e) {
        faults.add(e.getMessage());
      }
    }
    if (!faults.isEmpty()) throw new UserError(String.join("\n", faults));
    return List.copyOf(items);
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("(?i)(\\.(jsonl?|ndjson))?(\\.gz)?$", "");
  }

  static List<IdentificationItem> read(Path file, String task) {
    List<IdentificationItem> items = ItemLine.readAll(file, line -> item(line, task));
    int options = items.getFirst().options().size();
    for (IdentificationItem item : items)
      if (item.options().size() != options)
        throw new UserError(
            "%s: %s has %d options, %s has %d; give them as two files, because their chance levels differ"
                .formatted(file, item.id(), item.options().size(), items.getFirst().id(), options));
    return items;
  }

  private static IdentificationItem item(ItemLine line, String task) {
    List<String> letters = line.letters();
    String prompt = line.prompt();
    String asked = prompt.stripTrailing();
    int start = prompt.lastIndexOf("\n (A) ") + 1;
    if (start == 0 || !asked.endsWith(ASKS))
      throw line.fault(
          "prompt does not end in options ' (A) ...', ' (B) ...', each on its line, and 'The answer"
              + " is:'");
    if (prompt.startsWith(HhhItem.OPTION_A, start))
      throw line.fault(
          "the options are answers in triple brackets; such items are given as evaluation.hhh");
    String head = prompt.substring(0, start);
    if (line.conversation() < 0 || line.conversation() > start)
      throw line.fault("prompt holds no conversation before its question");
    String block = prompt.substring(start, asked.length() - ASKS.length());
    String options = block.replaceFirst("\\n+$", "");
    return new IdentificationItem(
        task,
        task + "-" + line.number(),
        head,
        options(line, options, letters),
        block.substring(options.length()) + ASKS,
        letters.indexOf(line.correct()));
  }

  private static List<String> options(ItemLine line, String block, List<String> letters) {
    var options = new ArrayList<String>();
    int from = mark(letters.getFirst()).length() - 1;
    for (int i = 1; i < letters.size(); i++) {
      int next = block.indexOf(mark(letters.get(i)), from);
      if (next < 0)
        throw line.fault(
            "prompt has no option " + letters.get(i) + ", which corrects and incorrects name");
      options.add(block.substring(from, next));
      from = next + mark(letters.get(i)).length();
    }
    options.add(block.substring(from));
    String beyond = ItemLine.letter(letters.size());
    if (block.contains(mark(beyond).stripTrailing()))
      throw line.fault(
          "prompt has an option " + beyond + ", which neither corrects nor incorrects names");
    if (options.stream().anyMatch(String::isBlank))
      throw line.fault("an option of prompt is empty");
    if (options.stream().distinct().count() < options.size())
      throw line.fault("two options of prompt are the same");
    return options;
  }

  private static String mark(String letter) {
    return "\n " + letter + " ";
  }
}

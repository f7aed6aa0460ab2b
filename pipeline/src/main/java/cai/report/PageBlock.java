package cai.report;

import cai.evaluation.Contender;
import cai.report.drawing.Figure;
import cai.report.drawing.Plot;
import cai.report.findings.Finding;
import cai.report.findings.Finding.Conclusion;
import cai.report.findings.Topic;
import cai.report.findings.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a section consists of, as the page template shows it.
sealed interface PageBlock {
  /// Which part of the template shows it.
  default String kind() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /// A paragraph.
  record Prose(String text) implements PageBlock {}

  /// What is not there, and why.
  record Missing(String text) implements PageBlock {}

  /// Short sentences in a list.
  record Bullets(List<String> items) implements PageBlock {}

  /// Names and values.
  record Facts(List<Fact> facts) implements PageBlock {}

  /// One name and its value.
  ///
  /// @param style `time` where it differs between two runs of the same recipe, else empty
  record Fact(String name, String value, String style) {
    Fact(String name, String value) {
      this(name, value, "");
    }
  }

  /// A text that is shown when its heading is opened.
  record Folded(String summary, String text) implements PageBlock {}

  /// Drawings side by side where the screen is wide.
  record Figures(List<Figure> figures) implements PageBlock {}

  /// Links to the saved drawings.
  record FigureLinks(List<Figure> figures) implements PageBlock {}

  /// Findings under their topics.
  record FindingGroups(List<FindingGroup> groups) implements PageBlock {}

  /// All findings on a topic.
  record FindingGroup(Topic topic, List<Finding> findings) {}

  /// Prompts with what the models made of them.
  record PromptExamples(List<PromptExample> examples) implements PageBlock {}

  /// One prompt.
  ///
  /// @param harmful whether it stays closed until the reader opens it
  record PromptExample(String title, boolean harmful, String prompt, List<Quote> quotes) {}

  /// One text of a model.
  ///
  /// @param style colour of its edge
  /// @param note what belongs to it: principle, verdict
  record Quote(String label, String style, String note, String text) {}

  /// A table that scrolls sideways where the screen is narrow.
  ///
  /// @param rows cells in the order of the headers
  record DataTable(String caption, List<String> headers, List<List<TableCell>> rows)
      implements PageBlock {
    /// The headers, each aligned as the cells below it.
    public List<TableCell> heads() {
      var heads = new ArrayList<TableCell>();
      for (int i = 0; i < headers.size(); i++) {
        boolean number = !rows.isEmpty() && rows.getFirst().get(i).style.startsWith("number");
        heads.add(number ? TableCell.number(headers.get(i)) : TableCell.text(headers.get(i)));
      }
      return heads;
    }
  }

  /// One cell.
  ///
  /// @param style `text`, `number`, or the name of a model whose colour stands before the text
  record TableCell(String text, String style) {
    static TableCell text(String text) {
      return new TableCell(text, "text");
    }

    static TableCell number(String text) {
      return new TableCell(text, "number");
    }

    /// A control by what tells it from the model that it is a variant of.
    static TableCell control(Contender control) {
      String respect = control.name().replaceFirst(".*@", "").replace('-', ' ');
      return new TableCell(Wording.visible(respect), "model " + control.style());
    }

    /// A number that stands for something better, worse or neither.
    static TableCell number(String text, Conclusion conclusion) {
      return new TableCell(text, "number " + conclusion.style());
    }

    /// An id with the principle's words, over several lines.
    static TableCell principle(String id, Optional<String> words) {
      return new TableCell(Wording.visible(id + words.map(w -> ": " + w).orElse("")), "long");
    }

    /// What differs between two runs of the same recipe: times, and counts that include repeats.
    static TableCell time(String text) {
      return new TableCell(text, "number time");
    }

    static TableCell model(String model) {
      Contender contender = Contender.named(model);
      return new TableCell(Wording.visible(contender.title()), "model " + contender.style());
    }
  }

  /// Figures of the plots that have something to show.
  static Figures figures(List<Plot> plots) {
    return new Figures(plots.stream().filter(one -> !one.isEmpty()).map(Figure::draw).toList());
  }
}

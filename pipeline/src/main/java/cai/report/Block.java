package cai.report;

import cai.evaluation.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A part of a section, as the page template shows it.
sealed interface Block {
  /// Which part of the template shows it.
  default String kind() {
    return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  /// A paragraph.
  record Prose(String text) implements Block {}

  /// What is not there, and why.
  record Missing(String text) implements Block {}

  /// Short sentences in a list.
  record Bullets(List<String> items) implements Block {}

  /// Names and values.
  record Facts(List<Fact> facts) implements Block {}

  /// One name and its value.
  ///
  /// @param style `time` where it differs between two runs of the same recipe, else empty
  record Fact(String name, String value, String style) {
    Fact(String name, String value) {
      this(name, value, "");
    }
  }

  /// Text behind a heading that opens it.
  record Folded(String summary, String text) implements Block {}

  /// Drawings side by side where the screen is wide.
  record Figures(List<Figure> figures) implements Block {}

  /// Links to the saved drawings.
  record Files(List<Figure> figures) implements Block {}

  /// Verdicts under their subjects.
  record Verdicts(List<Subject> subjects) implements Block {}

  /// What was compared, and the sentences on it.
  ///
  /// @param caution how far the judges of the numbers are those of the training, or empty
  record Subject(String name, String caution, String paper, List<Movement> movements) {}

  /// Prompts with what the models made of them.
  record Examples(List<Example> examples) implements Block {}

  /// One prompt.
  ///
  /// @param harmful whether it stays closed until the reader opens it
  record Example(String title, boolean harmful, String prompt, List<Quote> quotes) {}

  /// One text of a model.
  ///
  /// @param style colour of its edge
  /// @param note what belongs to it: principle, verdict
  record Quote(String label, String style, String note, String text) {}

  /// A table that scrolls sideways where the screen is narrow.
  record Table(String caption, List<String> headers, List<Row> rows) implements Block {
    /// The headers, each aligned as the cells below it.
    public List<Cell> heads() {
      var heads = new ArrayList<Cell>();
      for (int i = 0; i < headers.size(); i++) {
        boolean number = !rows.isEmpty() && rows.getFirst().cells.get(i).style.startsWith("number");
        heads.add(number ? Cell.number(headers.get(i)) : Cell.text(headers.get(i)));
      }
      return heads;
    }
  }

  /// Cells in the order of the headers.
  record Row(List<Cell> cells) {
    static Row of(Cell... cells) {
      return new Row(List.of(cells));
    }
  }

  /// One cell.
  ///
  /// @param style `text`, `number`, or the name of a model whose colour stands before the text
  record Cell(String text, String style) {
    static Cell text(String text) {
      return new Cell(text, "text");
    }

    static Cell number(String text) {
      return new Cell(text, "number");
    }

    /// An id with the principle's words, over several lines.
    static Cell principle(String id, Optional<String> words) {
      return new Cell(Wording.visible(id + words.map(w -> ": " + w).orElse("")), "long");
    }

    /// What differs between two runs of the same recipe: times, and counts that include repeats.
    static Cell time(String text) {
      return new Cell(text, "number time");
    }

    static Cell model(String model) {
      Contender contender = Contender.named(model);
      return new Cell(contender.title(), "model " + contender.style());
    }
  }

  /// Figures of the plots that have something to show.
  static Figures figures(List<Captioned> plots) {
    var figures = new ArrayList<Figure>();
    for (Captioned one : plots) {
      if (!one.plot.isEmpty()) figures.add(Figure.draw(one.plot, one.caption));
    }
    return new Figures(List.copyOf(figures));
  }

  /// A plot with the sentence below it.
  record Captioned(Plot plot, String caption) {}
}

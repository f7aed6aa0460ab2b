package cai.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The report as one page of HTML. Everything is escaped by the template except the drawings, which
/// we made ourselves.
record Page(String title, String lead, List<Section> sections) {
  private static final String FOLDER = "cai/report/";

  /// The sections in their order.
  static Page of(RunFiles run, ReportSettings settings) {
    List<Movement> movements = Movements.of(run, settings.smallSample());
    var sections =
        new ArrayList<>(
            List.of(
                RunSection.of(run),
                MovementSection.of(run, movements),
                CritiqueSections.examples(run, settings.examples()),
                CritiqueSections.revisionScores(run),
                TrainingSections.finetuning(run),
                FeedbackSection.of(run),
                TrainingSections.preference(run),
                ReinforcementSection.of(run),
                EvaluationSection.of(run, settings.smallSample()),
                ConstitutionSection.of(run),
                CostSection.of(run)));
    sections.add(DeviationsSection.of(run, figures(sections)));
    String title = run.manifest().first("name", "run").orElse(run.name());
    return new Page(title, RunSection.lead(run, movements), List.copyOf(sections));
  }

  List<Figure> figures() {
    return figures(sections);
  }

  private static List<Figure> figures(List<Section> sections) {
    return sections.stream()
        .flatMap(section -> section.blocks().stream())
        .flatMap(block ->
            block instanceof Block.Figures(var figures)
                ? figures.stream()
                : java.util.stream.Stream.empty())
        .toList();
  }

  String html() {
    var loader = new ClasspathLoader(Page.class.getClassLoader());
    loader.setPrefix(FOLDER.substring(0, FOLDER.length() - 1));
    var engine =
        new PebbleEngine.Builder()
            .loader(loader)
            .strictVariables(true)
            .defaultLocale(Locale.ROOT)
            .build();
    try (var out = new StringWriter()) {
      engine
          .getTemplate("page.html")
          .evaluate(out, Map.of("page", this, "style", resource("style.css")));
      return out.toString();
    } catch (IOException e) {
      throw new IllegalStateException("the report's template cannot be read from the program", e);
    }
  }

  private static String resource(String name) throws IOException {
    try (var in = Page.class.getResourceAsStream(name)) {
      if (in == null) throw new IOException(FOLDER + name + " is not in the program");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

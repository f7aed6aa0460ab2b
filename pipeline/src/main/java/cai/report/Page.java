package cai.report;

import cai.evaluation.Contender;
import cai.report.drawing.Figure;
import cai.report.findings.Finding;
import cai.report.findings.Findings;
import cai.report.findings.Headline;
import cai.report.findings.RunFiles;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The report as one page of HTML. Everything is escaped by the template except the drawings, which
/// we made ourselves.
///
/// @param headline what the run came to, a sentence for each trained model
/// @param lead what was done
/// @param contenders the models that it shows
record Page(
    String title,
    List<String> headline,
    String lead,
    List<Contender> contenders,
    List<PageSection> sections) {
  private static final String FOLDER = "cai/report/";

  /// The sections in their order.
  static Page of(RunFiles run, ReportSettings settings) {
    List<Finding> findings = Findings.of(run, settings.smallSample());
    var sections =
        new ArrayList<>(
            List.of(
                FindingsSection.of(run, findings, settings.smallSample()),
                RunSection.of(run),
                CritiqueSections.examples(run, settings.examples()),
                AcceptanceSection.of(run),
                CritiqueSections.revisionScores(run),
                TrainingSections.finetuning(run),
                FeedbackSection.of(run),
                TrainingSections.preference(run)));
    sections.addAll(ReinforcementSection.all(run, settings.smallSample()));
    sections.add(EvaluationSection.of(run, settings.smallSample()));
    sections.add(ConstitutionSection.of(run));
    sections.add(CostSection.of(run));
    sections.add(DeviationsSection.of(run, figures(sections)));
    return new Page(
        run.name(),
        Headline.of(run.evaluation(), settings.smallSample()),
        RunSection.lead(run),
        run.evaluation().contenders(),
        List.copyOf(sections));
  }

  List<Figure> figures() {
    return figures(sections);
  }

  private static List<Figure> figures(List<PageSection> sections) {
    return sections.stream()
        .flatMap(section -> section.blocks().stream())
        .flatMap(block ->
            block instanceof PageBlock.Figures(var figures) ? figures.stream() : Stream.empty())
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
      engine.getTemplate("page.html").evaluate(out, Map.of("page", this, "style", style()));
      return out.toString();
    } catch (IOException e) {
      throw new IllegalStateException("the report's template cannot be read from the program", e);
    }
  }

  /// The style sheet, which has the colours of the method's models, and the colours of other models
  /// that were compared.
  private String style() throws IOException {
    var style = new StringBuilder(resource("style.css"));
    for (Contender one : contenders) {
      if (Contender.METHOD.contains(one)) continue;
      style.append(
          """
          .quote.%1$s { border-top-color: #%2$06x; }
          td.model.%1$s::before { background: #%2$06x; }
          """
              .formatted(one.style(), one.color()));
    }
    return style.toString();
  }

  private static String resource(String name) throws IOException {
    try (var in = Page.class.getResourceAsStream(name)) {
      if (in == null) throw new IOException(FOLDER + name + " is not in the program");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

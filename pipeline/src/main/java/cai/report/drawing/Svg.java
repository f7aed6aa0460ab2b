package cai.report.drawing;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// What is painted on a Java canvas, as SVG text: the same bytes for the same painting, and with
/// element ids that do not clash when many drawings stand in one page.
final class Svg {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private Svg() {}

  /// A drawing.
  ///
  /// @param name with which its ids begin
  /// @param title read out to people who do not see the drawing
  static String of(String name, String title, Consumer<Graphics2D> painting) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment("drawn by cai");
    context.setPrecision(2);
    context.setIDGenerator(new Ids(name));
    var canvas = new SVGGraphics2D(context, true);
    canvas.setSVGCanvasSize(new Dimension(Drawing.WIDTH, Drawing.HEIGHT));
    painting.accept(canvas);
    return text(canvas, name, title);
  }

  /// The drawing for a page with light and dark colours: paper becomes transparent, ink takes the
  /// colour of the text around it.
  static String inline(String svg) {
    return svg.substring(svg.indexOf("<svg"))
        .replace(css(Drawing.TEXT), "currentColor")
        .replace("\"" + css(Drawing.PAPER) + "\"", "\"none\"")
        .replace("\"white\"", "\"none\"")
        .replace(css(Drawing.GRID), "var(--line)");
  }

  private static String css(java.awt.Color color) {
    return "rgb(" + color.getRed() + "," + color.getGreen() + "," + color.getBlue() + ")";
  }

  private static String text(SVGGraphics2D canvas, String name, String title) {
    Element root = canvas.getRoot();
    root.setAttribute("viewBox", "0 0 " + Drawing.WIDTH + " " + Drawing.HEIGHT);
    root.setAttribute("role", "img");
    root.setAttribute("aria-label", title);
    try (var out = new StringWriter()) {
      canvas.stream(root, out, false, false);
      return out.toString().replace("genericDefs", name + "-defs").replace("\r\n", "\n");
    } catch (IOException e) {
      throw new IllegalStateException(name + ": writing to memory failed", e);
    }
  }

  private static Document document() {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      return factory
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java platform has an XML parser", e);
    }
  }

  /// Batik asks for ids through a class to be extended.
  private static final class Ids extends SVGIDGenerator {
    private final String name;
    private final Map<String, Integer> counts = new HashMap<>();

    Ids(String name) {
      this.name = name;
    }

    @Override
    public String generateID(String prefix) {
      return name + "-" + prefix + counts.merge(prefix, 1, Integer::sum);
    }
  }
}

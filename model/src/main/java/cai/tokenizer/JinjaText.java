package cai.tokenizer;

import cai.UserError;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.util.Locale;
import java.util.Map;
import jinjava.javax.el.CompositeELResolver;

/// A Jinja template set up as `transformers` sets up its chat templates.
///
/// @param where begins the messages of errors
record JinjaText(String source, String where) {
  private static final Jinjava JINJA = jinja();
  private static final String FILTER = "filter:";

  private static Jinjava jinja() {
    var methods = new CompositeELResolver();
    methods.add(new PythonStrings());
    methods.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_WRITE);
    var config =
        JinjavaConfig.newBuilder()
            .withTrimBlocks(true)
            .withLstripBlocks(true)
            .withKeepTrailingNewline(true)
            // The default would render what a user's message holds.
            .withNestedInterpretationEnabled(false)
            .withLocale(Locale.ROOT)
            .withElResolver(methods)
            .withLegacyOverrides(asInPython())
            .build();
    var jinja = new Jinjava(config);
    jinja.setResourceLocator((name, _, _) -> {
      throw new java.io.FileNotFoundException(name + ": chat templates include no files");
    });
    jinja.registerFilter(new PythonTrim());
    jinja.registerTag(new GenerationTag());
    jinja.registerFunction(
        new ELFunctionDefinition(
            "", "raise_exception", JinjaFunctions.class, "raise", Object.class));
    jinja.registerFunction(
        new ELFunctionDefinition("", "strftime_now", JinjaFunctions.class, "today", Object.class));
    return jinja;
  }

  /// Where Jinjava's older habits differ from Jinja's.
  private static LegacyOverrides asInPython() {
    return LegacyOverrides.newBuilder()
        .withEvaluateMapKeys(true)
        .withIterateOverMapKeys(true)
        .withUseNaturalOperatorPrecedence(true)
        .withParseWhitespaceControlStrictly(true)
        .withAllowAdjacentTextNodes(true)
        .withUseTrimmingForNotesAndExpressions(true)
        .withKeepNullableLoopValues(true)
        .withHandleBackslashInQuotesOnly(true)
        .build();
  }

  JinjaText {
    // Jinja drops one line feed at the end of a template, Jinjava that of the rendered text.
    source = source.replaceFirst("\\r?\\n\\z", "");
  }

  String render(Map<String, Object> variables) {
    RenderResult result = JINJA.renderForResult(source, variables);
    for (TemplateError error : result.getErrors()) refuse(error);
    result.getContext().getResolvedValues().forEach(this::requireKnown);
    return result.getOutput();
  }

  /// Other warnings tell of names without a value, which Jinja takes for empty texts, too.
  private void refuse(TemplateError error) {
    if (error.getSeverity() == TemplateError.ErrorType.WARNING
        && error.getReason() != TemplateError.ErrorReason.SYNTAX_ERROR) return;
    String line = error.getLineno() > 0 ? ":" + error.getLineno() : "";
    throw new UserError(where + line + ": " + reason(error), error.getException());
  }

  /// Jinjava passes over filters it does not know, and with them what they were to filter.
  private void requireKnown(String used) {
    if (!used.startsWith(FILTER)) return;
    String name = used.substring(FILTER.length());
    if (JINJA.getGlobalContext().getFilter(name) != null) return;
    long line = source.lines().takeWhile(text -> !text.contains(name)).count() + 1;
    throw new UserError(where + ":" + line + ": the filter '" + name + "' is not supported");
  }

  /// What the template itself said with `raise_exception`, or else Jinjava.
  private static String reason(TemplateError error) {
    Throwable cause = error.getException();
    while (cause != null && !(cause instanceof JinjaFunctions.Raised)) cause = cause.getCause();
    return cause == null
        ? error.getMessage()
        : "the template refuses this chat: " + cause.getMessage();
  }
}

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

  private static Jinjava jinja() {
    var methods = new CompositeELResolver();
    methods.add(new PythonStrings());
    methods.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_WRITE);
    var config =
        JinjavaConfig.newBuilder()
            .withTrimBlocks(true)
            .withLstripBlocks(true)
            .withKeepTrailingNewline(false)
            // The default would render what a user's message holds.
            .withNestedInterpretationEnabled(false)
            .withLocale(Locale.ROOT)
            .withElResolver(methods)
            .withLegacyOverrides(asInPython())
            .build();
    var jinja = new Jinjava(config);
    jinja.setResourceLocator(
        (name, _, _) -> {
          throw new java.io.FileNotFoundException(name + ": chat templates include no files");
        });
    jinja.registerFilter(new PythonTrim());
    jinja.registerFunction(
        new ELFunctionDefinition("", "raise_exception", JinjaFunctions.class, "raise", Object.class));
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

  String render(Map<String, Object> variables) {
    RenderResult result = JINJA.renderForResult(source, variables);
    for (TemplateError error : result.getErrors())
      if (error.getSeverity() != TemplateError.ErrorType.WARNING)
        throw new UserError(
            "%s:%d: %s".formatted(where, error.getLineno(), error.getMessage()),
            error.getException());
    return result.getOutput();
  }
}

package cai.tokenizer;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.Arrays;

/// The filter `trim` with Python's idea of white space: Jinjava's own takes control characters away
/// and leaves no-break spaces.
final class PythonTrim implements Filter {
  @Override
  public String getName() {
    return "trim";
  }

  @Override
  public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
    return value instanceof String text
        ? PythonStrings.strip(text, Arrays.stream(arguments).findFirst(), true, true)
        : value;
  }
}

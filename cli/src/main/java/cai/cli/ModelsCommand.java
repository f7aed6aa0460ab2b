package cai.cli;

import cai.cli.terminal.Surroundings;
import cai.models.ModelStore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `cai models`: lists the models on this machine and fetches others.
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "List the models that are here, or fetch one.")
final class ModelsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  ModelsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    return list();
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the models of the cache and those that come with cai.")
  int list() {
    ModelStore store = surroundings.models();
    var out = surroundings.out();
    out.println("cache " + store.cache());
    for (var model : store.cached())
      out.printf("  %-40s %,6d MB%n", model.name(), Math.ceilDiv(model.bytes(), 1_000_000));
    for (String name : store.names())
      if (store.cached().stream().noneMatch(model -> model.name().equals(name)))
        out.printf(
            "  %-40s %s%n",
            name, store.isShipped(name) ? "comes with cai" : "not here; cai models fetch " + name);
    return 0;
  }

  @Command(
      name = "fetch",
      mixinStandardHelpOptions = true,
      description = "Fetch a model into the cache, unless it is there, and print where it is.")
  int fetch(
      @Parameters(
              paramLabel = "MODEL",
              arity = "0..1",
              defaultValue = ModelStore.DEFAULT_MODEL,
              description =
                  "A name, or owner/name[@revision] of the hub; default: ${DEFAULT-VALUE}.")
          String model) {
    Path path = surroundings.model(model);
    surroundings.out().println(path);
    return 0;
  }
}

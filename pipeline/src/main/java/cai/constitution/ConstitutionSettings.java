package cai.constitution;

import cai.recipe.Impossible;
import cai.recipe.Setting;
import java.nio.file.Path;
import java.util.List;

/// The recipe's section `constitution`.
public record ConstitutionSettings(
    @Setting(
            value = "[cai:constitutions/default.yaml]",
            about =
                "Files of principles: the project's YAML, or the paper's two JSON files together.")
        List<Path> files) {
  public ConstitutionSettings {
    files = List.copyOf(files);
    new Impossible()
        .when(files.isEmpty(), "files=[] names no file; name at least one file of principles")
        .throwIfAny();
  }
}

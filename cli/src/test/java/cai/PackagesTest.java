package cai;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import cai.SourceTree.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Sizes of packages and names of types, in the sources of all modules.
final class PackagesTest {
  private static final int MOST_TYPES = 25;

  /// Names that say nothing without a noun.
  private static final Set<String> EMPTY_NAMES = Set.of("Part", "Work", "Use", "Choice", "Pass");

  private static List<Type> types(String module, String... sources) {
    return Stream.of(sources)
        .flatMap(source -> SourceTree.typesOf(module, source).stream())
        .toList();
  }

  @Test
  void theTypesOfAllModulesAreSeen() throws IOException {
    List<Type> types = SourceTree.read().types();
    assertThat(types).hasSizeGreaterThan(600);
    assertThat(types.stream().map(Type::module)).contains("model", "pipeline", "cli", "benchmarks");
    assertThat(types.stream().map(Type::fullName))
        .contains("cai.cli.Main", "cai.jinja.syntax.Expression.Literal")
        .doesNotContain("cai.PackagesTest");
  }

  @Test
  void nestedTypesAreSeenWhereTheyStand() {
    List<Type> types =
        types(
            "model",
            """
            package cai.one;

            /// A class Comment.
            public final class Outer {
              String text = "class Text";

              private record First(int number) {
                enum Inner {
                  ONE
                }
              }

              sealed interface Second {}
            }
            """);
    assertThat(types.stream().map(Type::fullName))
        .containsExactly(
            "cai.one.Outer",
            "cai.one.Outer.First",
            "cai.one.Outer.First.Inner",
            "cai.one.Outer.Second");
  }

  /// Packages with more top-level types than a reader can hold, with the number.
  private static Map<String, Long> crowded(List<Type> types) {
    Map<String, Long> sizes =
        types.stream()
            .filter(Type::isTopLevel)
            .collect(groupingBy(Type::packageName, TreeMap::new, counting()));
    sizes.values().removeIf(size -> size <= MOST_TYPES);
    return sizes;
  }

  @Test
  void noPackageHasMoreThanTwentyFiveTypes() throws IOException {
    assertThat(crowded(SourceTree.read().types())).isEmpty();
  }

  @Test
  void aCrowdedPackageIsNoticed() {
    var sources = new String[MOST_TYPES + 1];
    for (int i = 0; i < sources.length; i++)
      sources[i] = "package cai.full;\n\nrecord Type%d() {\n  enum Nested {}\n}\n".formatted(i);
    assertThat(crowded(types("model", sources))).containsEntry("cai.full", 26L);
    sources[0] = "package cai.other;\n\nrecord Type0() {}\n";
    assertThat(crowded(types("model", sources))).isEmpty();
  }

  /// Packages that lie in two modules, and so in two jars, with the modules.
  private static Map<String, Set<String>> split(List<Type> types) {
    Map<String, Set<String>> modules =
        types.stream()
            .collect(
                groupingBy(
                    Type::packageName,
                    TreeMap::new,
                    mapping(Type::module, toCollection(TreeSet::new))));
    modules.values().removeIf(homes -> homes.size() == 1);
    return modules;
  }

  @Test
  void noPackageIsSplitOverTwoJars() throws IOException {
    assertThat(split(SourceTree.read().types())).isEmpty();
  }

  @Test
  void aSplitPackageIsNoticed() {
    var types =
        Stream.concat(
                types("model", "package cai.one;\n\nrecord First() {}\n").stream(),
                types("cli", "package cai.one;\n\nrecord Second() {}\n").stream())
            .toList();
    assertThat(split(types)).containsEntry("cai.one", Set.of("cli", "model"));
  }

  /// Simple names that two types have, nested ones included, with the types.
  private static Map<String, List<String>> ambiguous(List<Type> types) {
    Map<String, List<String>> named =
        types.stream()
            .collect(
                groupingBy(
                    Type::simpleName,
                    TreeMap::new,
                    mapping(Type::fullName, toCollection(ArrayList::new))));
    named.values().removeIf(owners -> owners.size() == 1);
    return named;
  }

  @Test
  void noTwoTypesHaveTheSameName() throws IOException {
    assertThat(ambiguous(SourceTree.read().types())).isEmpty();
  }

  @Test
  void aNameThatTwoTypesHaveIsNoticed() {
    List<Type> types =
        types(
            "model",
            "package cai.one;\n\nrecord Same() {}\n",
            "package cai.two;\n\nrecord Same() {}\n",
            "package cai.one;\n\nrecord Row() {}\n",
            "package cai.two;\n\nrecord Table() {\n  record Row() {}\n}\n",
            "package cai.two;\n\nrecord Chair() {\n  record Leg() {}\n}\n",
            "package cai.two;\n\nrecord Bed() {\n  record Leg() {}\n}\n");
    assertThat(ambiguous(types))
        .containsEntry("Same", List.of("cai.one.Same", "cai.two.Same"))
        .containsEntry("Row", List.of("cai.one.Row", "cai.two.Table.Row"))
        .containsEntry("Leg", List.of("cai.two.Chair.Leg", "cai.two.Bed.Leg"))
        .hasSize(3);
  }

  private static List<String> withoutNoun(List<Type> types) {
    return types.stream()
        .filter(type -> EMPTY_NAMES.contains(type.simpleName()))
        .map(Type::fullName)
        .toList();
  }

  @Test
  void namesSayOfWhat() throws IOException {
    assertThat(withoutNoun(SourceTree.read().types())).isEmpty();
  }

  @Test
  void aNameWithoutANounIsNoticed() {
    List<Type> types =
        types("model", "package cai.one;\n\nrecord StageWork() {\n  enum Choice {}\n}\n");
    assertThat(withoutNoun(types)).containsExactly("cai.one.StageWork.Choice");
  }
}

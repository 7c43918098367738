package dev.gamelan.toolrouter.catalog;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gamelan.schemas.Effect;
import dev.gamelan.toolrouter.catalog.PublishedFacts.FieldFact;
import dev.gamelan.toolrouter.catalog.PublishedFacts.OperationFact;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {
  private static final Catalog CATALOG = Catalog.load();
  static final List<OperationFact> OPERATIONS = PublishedFacts.operations();

  private static final Map<String, List<FieldFact>> PUBLISHED =
      PublishedFacts.fields().stream().map(CatalogTest::asGongReadsIt).collect(byOperation());
  private static final Map<String, List<FieldFact>> CATALOGUED =
      CatalogueFacts.fields(CATALOG).stream().collect(byOperation());

  @Test
  void hasOneToolForEachOfGongsOperations() {
    assertThat(CATALOG.tools())
        .hasSize(69)
        .extracting(tool -> tool.operation().toString())
        .containsExactlyInAnyOrderElementsOf(
            OPERATIONS.stream().map(OperationFact::operation).toList());
  }

  @Test
  void readsWith42ToolsWritesWith20AndDeletesWith7() {
    assertThat(CATALOG.tools()).filteredOn(Tool::effect, Effect.READ).hasSize(42);
    assertThat(CATALOG.tools()).filteredOn(Tool::effect, Effect.WRITE).hasSize(20);
    assertThat(CATALOG.tools()).filteredOn(Tool::effect, Effect.DELETE).hasSize(7);
  }

  @ParameterizedTest
  @FieldSource("OPERATIONS")
  void agreesWithWhatIsPublishedOfAnOperation(OperationFact published) {
    Tool tool = of(published.operation());

    assertThat(tool.effect().name().toLowerCase(Locale.ROOT)).isEqualTo(published.effect());
    assertThat(new TreeSet<>(tool.scopes())).isEqualTo(published.scopes());
    assertThat(tool.paged()).isEqualTo(!published.paging().equals("none"));
  }

  @ParameterizedTest
  @FieldSource("OPERATIONS")
  void hasEveryPublishedFieldAndNoOther(OperationFact published) {
    assertThat(CATALOGUED.getOrDefault(published.operation(), List.of()))
        .extracting(field -> field.in() + " " + field.name())
        .containsExactlyInAnyOrderElementsOf(
            PUBLISHED.getOrDefault(published.operation(), List.of()).stream()
                .map(field -> field.in() + " " + field.name())
                .toList());
  }

  static Stream<FieldFact> publishedFields() {
    return PUBLISHED.values().stream().flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("publishedFields")
  void agreesWithWhatIsPublishedOfAField(FieldFact published) {
    FieldFact catalogued =
        CATALOGUED.getOrDefault(published.operation(), List.of()).stream()
            .filter(field -> field.in().equals(published.in()))
            .filter(field -> field.name().equals(published.name()))
            .findFirst()
            .orElseThrow();

    assertThat(catalogued.type()).isEqualTo(published.type());
    assertThat(catalogued.format()).startsWith(published.format());
    assertThat(catalogued.required()).isEqualTo(published.required());
    assertThat(catalogued.allowed()).isEqualTo(published.allowed());
    assertThat(catalogued.limits()).containsAllEntriesOf(published.limits());
  }

  @Test
  void wantsDaysForStatisticsAndMomentsWithAnOffsetEverywhereElse() {
    List<FieldFact> times =
        CATALOGUED.values().stream()
            .flatMap(List::stream)
            .filter(field -> field.type().equals("string"))
            .filter(field -> field.name().matches("(.*[.])?(from|to|.*(Date|DateTime|Timestamp))"))
            .toList();

    assertThat(times)
        .hasSizeGreaterThan(30)
        .allSatisfy(
            field ->
                assertThat(field.format())
                    .as(field.operation() + " " + field.name())
                    .isEqualTo(
                        field.operation().startsWith("POST /v2/stats/")
                                && field.name().endsWith("Date")
                            ? "date"
                            : "date-time"));
  }

  @Test
  void namesEachToolInAFormThatEveryClientTakes() {
    assertThat(CATALOG.tools())
        .extracting(Tool::name)
        .doesNotHaveDuplicates()
        .isSorted()
        .allMatch(name -> name.matches("gong_[a-z_]{3,59}"));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void describesAToolInWordsOfItsOwn(Tool tool) {
    assertThat(tool.description())
        .hasSizeBetween(150, 1800)
        .contains("10,000 Gong requests a day")
        .endsWith(".")
        .doesNotContain("  ", "TODO", "TBD", "...", "{", "}")
        .doesNotContainIgnoringCase("when accessed through a bearer")
        .doesNotContainIgnoringCase("this endpoint");
    assertThat(tool.title()).hasSizeBetween(8, 80).doesNotEndWith(".");
    assertThat(tool.askForLess()).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("tools")
  void tellsHowToPageWhereThereArePages(Tool tool) {
    assertThat(tool.description().contains("one more for each further page"))
        .isEqualTo(tool.paged());
    if (tool.paged()) {
      assertThat(tool.description()).containsPattern("Page (by passing|with the top-level)");
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void namesOnlyToolsThatExist(Tool tool) {
    assertThat(words(tool.description() + tool.inputSchema()))
        .filteredOn(word -> word.startsWith("gong_"))
        .allMatch(word -> CATALOG.find(word).isPresent());
  }

  @Test
  void describesNoTwoToolsAlike() {
    assertThat(CATALOG.tools()).extracting(Tool::description).doesNotHaveDuplicates();
    assertThat(CATALOG.tools()).extracting(Tool::title).doesNotHaveDuplicates();
    for (Tool one : CATALOG.tools()) {
      for (Tool other : CATALOG.tools()) {
        if (one != other) {
          assertThat(likeness(one, other)).as(one.name() + " and " + other.name()).isLessThan(0.9);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void hasAValidInputSchemaThatAllowsNothingElse(Tool tool) {
    var metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

    assertThat(metaSchema.validate(tool.inputSchema())).isEmpty();
    assertThat(tool.inputSchema().path("$schema").asString())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(tool.inputSchema().path("type").asString()).isEqualTo("object");
    assertThat(tool.inputSchema().path("additionalProperties").asBoolean(true)).isFalse();
    assertThat(tool.inputSchema().toString())
        .as("what every client's validator understands")
        .doesNotContain("$ref", "\\\\p{", "(?");
  }

  @Test
  void hintsAtTheEffect() {
    assertThat(tool("gong_list_calls_extensive").hints())
        .isEqualTo(new Hints(true, false, true, true));
    assertThat(tool("gong_add_call").hints()).isEqualTo(new Hints(false, false, false, true));
    assertThat(tool("gong_unassign_flows_by_crm_id").hints())
        .isEqualTo(new Hints(false, true, true, true));
  }

  @Test
  void hasTheSameVersionEachTimeItIsRead() {
    assertThat(Catalog.load().version()).isEqualTo(CATALOG.version()).matches("[0-9a-f]{16}");
  }

  @Test
  void hasAnotherVersionWhenATextChanges() {
    Tool tool = ToolExamples.tool("GET /v2/words");
    Tool other = ToolExamples.described(tool, "Another text.");

    assertThat(Catalog.of(List.of(other)).version())
        .isNotEqualTo(Catalog.of(List.of(tool)).version());
  }

  @Test
  void findsNothingUnderAnUnknownName() {
    assertThat(CATALOG.find("gong_delete_all_calls")).isEmpty();
  }

  @Test
  void usesNoNameInTwoPlacesOfOneOperation() {
    for (OperationFact operation : OPERATIONS) {
      assertThat(PUBLISHED.getOrDefault(operation.operation(), List.of()))
          .extracting(FieldFact::name)
          .filteredOn(name -> !name.contains(".") && !name.contains("["))
          .doesNotHaveDuplicates();
    }
  }

  static List<Tool> tools() {
    return CATALOG.tools();
  }

  /** Published as a query parameter whose text says that it is the body; the server wants that. */
  private static FieldFact asGongReadsIt(FieldFact published) {
    return published.name().equals("objectsCrmIds")
        ? new FieldFact(
            published.operation(),
            "body",
            "$",
            published.type(),
            published.format(),
            published.required(),
            published.allowed(),
            new TreeMap<>(Map.of("maxItems", "100")))
        : published;
  }

  private static java.util.stream.Collector<FieldFact, ?, Map<String, List<FieldFact>>>
      byOperation() {
    return groupingBy(FieldFact::operation, TreeMap::new, java.util.stream.Collectors.toList());
  }

  private static double likeness(Tool one, Tool other) {
    Set<String> common = new HashSet<>(words(one.description()));
    Set<String> all = new HashSet<>(common);
    common.retainAll(words(other.description()));
    all.addAll(words(other.description()));
    return (double) common.size() / all.size();
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split("[^A-Za-z0-9_]+")).collect(toSet());
  }

  private static Tool tool(String name) {
    return CATALOG.find(name).orElseThrow();
  }

  private static Tool of(String operation) {
    return CATALOG.tools().stream()
        .filter(tool -> tool.operation().toString().equals(operation))
        .min(Comparator.comparing(Tool::name))
        .orElseThrow();
  }
}

package dev.gamelan.toolrouter.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gamelan.schemas.Effect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class AnswerShapesIT {
  private static final Catalog CATALOG = Catalog.load();
  private static final AnswerShapes SHAPES = AnswerShapes.load();
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern VALUE = Pattern.compile("\\$\\{([a-zA-Z]+)}");

  private static final Map<String, String> VALUES = new HashMap<>();
  private static final Map<String, ObjectNode> ANSWERS = new HashMap<>();
  private static JsonNode arguments;
  private static SimulatedGong gong;

  @BeforeAll
  static void askWhatThereIs() throws IOException {
    try (InputStream file =
        AnswerShapesIT.class.getResourceAsStream("/dev/gamelan/toolrouter/reading/arguments.yml")) {
      arguments = new YAMLMapper().readTree(file);
    }
    gong = new SimulatedGong();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    VALUES.put("from", today.minusDays(20).toString());
    VALUES.put("to", today.minusDays(2).toString());
    VALUES.put("fromDateTime", today.minusDays(20) + "T00:00:00Z");
    VALUES.put("toDateTime", today.minusDays(2) + "T00:00:00Z");
    VALUES.put("yesterday", Instant.now().minus(1, ChronoUnit.DAYS).toString());
    JsonNode users = answer("gong_list_users").path("users");
    VALUES.put("seller", users.path(3).path("emailAddress").asString());
    VALUES.put("sellerId", users.path(3).path("id").asString());
    VALUES.put("developer", users.path(7).path("emailAddress").asString());
    VALUES.put("developerId", users.path(7).path("id").asString());
    VALUES.put("manager", users.path(1).path("emailAddress").asString());
    VALUES.put("managerId", users.path(1).path("id").asString());
    VALUES.put("workspace", first("gong_list_workspaces", "workspaces", "id"));
    VALUES.put("call", first("gong_list_calls", "calls", "id"));
    VALUES.put("integration", first("gong_list_crm_integrations", "integrations", "integrationId"));
    VALUES.put("profile", first("gong_list_permission_profiles", "profiles", "id"));
    VALUES.put("folder", first("gong_list_library_folders", "folders", "id"));
    VALUES.put("flow", first("gong_list_flows", "flows", "id"));
    JsonNode task = answer("gong_list_tasks").path("tasks").path(0);
    VALUES.put("prospect", task.path("contact").path("crmId").asString());
    VALUES.put("account", task.path("account").path("crmId").asString());
    VALUES.put("customer", customer());
    VALUES.put("assignment", submitted());
    upload();
  }

  @AfterAll
  static void stop() {
    gong.close();
  }

  static List<Tool> reading() {
    return CATALOG.tools().stream().filter(tool -> tool.effect() == Effect.READ).toList();
  }

  @ParameterizedTest
  @MethodSource("reading")
  void everyReadingToolsAnswerSatisfiesItsOutputSchema(Tool tool) {
    ObjectNode answer = answer(tool.name());

    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SHAPES.outputSchema(tool).toString());
    assertThat(schema.validate(answer.toString(), InputFormat.JSON)).isEmpty();
    assertThat(SHAPES.published(tool, answer)).isSameAs(answer);
  }

  @ParameterizedTest
  @MethodSource("reading")
  void everyFieldOfAnAnswerIsInTheTable(Tool tool) {
    ObjectNode answer = answer(tool.name());

    JsonNode known = SHAPES.outputSchema(tool).path("properties");
    assertThat(answer.propertyNames()).allMatch(known::has);
  }

  @Test
  void everyToolHasAnOutputSchema() {
    assertThat(CATALOG.tools())
        .allSatisfy(
            tool -> assertThat(SHAPES.outputSchema(tool).path("properties").isEmpty()).isFalse());
  }

  private static ObjectNode answer(String tool) {
    return ANSWERS.computeIfAbsent(tool, AnswerShapesIT::asked);
  }

  private static ObjectNode asked(String tool) {
    JsonNode template = Objects.requireNonNull(arguments.get(tool), tool);
    String filled =
        VALUE
            .matcher(template.toString())
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        Objects.requireNonNull(VALUES.get(found.group(1)), found.group())));
    return gong.answer(CATALOG.find(tool).orElseThrow(), JSON.readTree(filled));
  }

  private static String first(String tool, String list, String field) {
    return answer(tool).path(list).path(0).path(field).asString();
  }

  private static String customer() {
    return answer("gong_list_calls_extensive")
        .path("calls")
        .path(0)
        .path("parties")
        .valueStream()
        .filter(party -> party.path("affiliation").asString("").equals("External"))
        .map(party -> party.path("emailAddress").asString(""))
        .findFirst()
        .orElse("nobody@elsewhere.example");
  }

  private static void upload() {
    ObjectNode upload = JSON.createObjectNode();
    upload.put("integrationId", VALUES.get("integration")).put("objectType", "ACCOUNT");
    upload.put("clientRequestId", "asked-once").put("fileName", "accounts.ldjson");
    upload.put(
        "content",
        "{\"objectId\":\"1\",\"modifiedDate\":\"2026-01-01\",\"name\":\"One\"}\n"
            .getBytes(StandardCharsets.UTF_8));
    gong.answer(CATALOG.find("gong_upload_crm_objects").orElseThrow(), upload);
  }

  /** There is something to follow only once something was submitted. */
  private static String submitted() {
    ObjectNode bulk = JSON.createObjectNode();
    bulk.put("flowId", VALUES.get("flow"));
    bulk.put("flowInstanceOwnerEmail", VALUES.get("developer"));
    bulk.putArray("prospects").addObject().put("crmId", VALUES.get("prospect"));
    return gong.answer(CATALOG.find("gong_submit_flow_bulk_assignment").orElseThrow(), bulk)
        .path("id")
        .asString();
  }
}

package dev.gamelan.toolrouter.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.Effect;
import java.util.List;
import org.junit.jupiter.api.Test;

class RiskTest {
  private static final List<Tool> TOOLS = Catalog.load().tools();

  @Test
  void whateverDeletesIsDangerous() {
    assertThat(TOOLS)
        .filteredOn(Tool::effect, Effect.DELETE)
        .hasSize(7)
        .allSatisfy(tool -> assertThat(tool.risks()).contains(Risk.DANGEROUS));
  }

  @Test
  void whatCannotBeTakenBackOrReachesOutsidersIsDangerous() {
    assertThat(with(Risk.DANGEROUS))
        .containsExactly(
            "DELETE /v2/calls/users-access",
            "DELETE /v2/crm/integrations",
            "DELETE /v2/meetings/{meetingId}",
            "POST /v2/crm/entities",
            "POST /v2/crm/entity-schema",
            "POST /v2/data-privacy/erase-data-for-email-address",
            "POST /v2/data-privacy/erase-data-for-phone-number",
            "POST /v2/flows/prospects/assign",
            "POST /v2/flows/prospects/assign/cool-off-override",
            "POST /v2/flows/prospects/bulk-assignments",
            "POST /v2/flows/prospects/unassign-flows-by-crm-id",
            "POST /v2/flows/prospects/unassign-flows-by-instance-id",
            "POST /v2/integration-settings",
            "POST /v2/permission-profile",
            "PUT /v2/calls/users-access",
            "PUT /v2/permission-profile");
  }

  @Test
  void conversationsOutsidersAndPerformanceAreSensitive() {
    assertThat(with(Risk.SENSITIVE))
        .containsExactly(
            "GET /v2/coaching",
            "GET /v2/crm/entities",
            "GET /v2/data-privacy/data-for-email-address",
            "GET /v2/data-privacy/data-for-phone-number",
            "GET /v2/entities/ask-entity",
            "GET /v2/entities/get-brief",
            "GET /v2/logs",
            "POST /v2/calls",
            "POST /v2/calls/extensive",
            "POST /v2/calls/transcript",
            "POST /v2/crm/entities",
            "POST /v2/data-privacy/erase-data-for-email-address",
            "POST /v2/data-privacy/erase-data-for-phone-number",
            "POST /v2/digital-interaction",
            "POST /v2/flows/prospects",
            "POST /v2/stats/activity/aggregate",
            "POST /v2/stats/activity/aggregate-by-period",
            "POST /v2/stats/activity/day-by-day",
            "POST /v2/stats/activity/scorecards",
            "POST /v2/stats/interaction",
            "PUT /v2/calls/{id}/media");
  }

  @Test
  void whatAsksGongsPaidIntelligenceIsCostly() {
    assertThat(with(Risk.COSTLY))
        .containsExactly("GET /v2/entities/ask-entity", "GET /v2/entities/get-brief");
  }

  private static List<String> with(Risk risk) {
    return TOOLS.stream()
        .filter(tool -> tool.risks().contains(risk))
        .map(tool -> tool.operation().toString())
        .sorted()
        .toList();
  }
}

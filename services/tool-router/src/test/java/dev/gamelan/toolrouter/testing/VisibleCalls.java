package dev.gamelan.toolrouter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.MirroredPerson;
import dev.gamelan.schemas.MirroredProfile;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.VisibilityMirrored;
import dev.gamelan.toolrouter.governance.log.Appended;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.governance.log.Proposal;
import dev.gamelan.toolrouter.visibility.VisibilitySettings;
import dev.gamelan.toolrouter.visibility.mirror.Mirrors;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Two people at one Gong: the reader is bob, who sees his own calls; the other reader is cleo, who
 * sees all but private ones.
 */
public final class VisibleCalls {
  public static final String ENFORCED =
      """
      {"mode": "ENFORCE", "people": {"reader": "bob@acme.com", "other-reader": "cleo@acme.com"}}
      """;
  public static final String CALLS =
      """
      {"requestId": "r", "records": {"totalRecords": 4, "currentPageSize": 4, "currentPageNumber": 0},
       "calls": [
        {"id": "1", "title": "Bobs open", "primaryUserId": "12", "workspaceId": "7", "isPrivate": false},
        {"id": "2", "title": "Bobs private", "primaryUserId": "12", "workspaceId": "7", "isPrivate": true},
        {"id": "3", "title": "Cleos open", "primaryUserId": "13", "workspaceId": "7", "isPrivate": false},
        {"id": "4", "title": "Anns private", "primaryUserId": "11", "workspaceId": "7", "isPrivate": true}]}
      """;
  public static final String LIST_CALLS =
      """
      {"tool": "gong_list_calls", "arguments":
        {"fromDateTime": "2026-05-01T00:00:00Z", "toDateTime": "2026-05-02T00:00:00Z"}}
      """;

  private VisibleCalls() {}

  public static void mirror(RunningRouter router, FakeGongCaller gongCaller, Instant readAt) {
    gongCaller.publish(
        Topics.VISIBILITY_MIRRORED,
        "default",
        VisibilityMirrored.newBuilder()
            .setConnection("default")
            .setReadAt(readAt)
            .setTriedAt(Instant.now())
            .setWorkspaces(List.of("7"))
            .setProfiles(
                List.of(
                    new MirroredProfile("p-own", "7", "own", List.of()),
                    new MirroredProfile("p-all", "7", "all", List.of())))
            .setPeople(
                List.of(
                    person("11", "ann@acme.com", "p-own"),
                    person("12", "bob@acme.com", "p-own"),
                    person("13", "cleo@acme.com", "p-all")))
            .build());
    await()
        .until(
            () ->
                router
                    .bean(Mirrors.class)
                    .find("default")
                    .filter(mirror -> mirror.readAt().toEpochMilli() == readAt.toEpochMilli())
                    .isPresent());
  }

  private static MirroredPerson person(String id, String email, String profile) {
    return MirroredPerson.newBuilder()
        .setUserId(id)
        .setEmails(List.of(email))
        .setActive(true)
        .setProfiles(List.of(profile))
        .build();
  }

  public static void govern(RunningRouter router, @Nullable String document) {
    GovernanceLog log = router.bean(GovernanceLog.class);
    var key = VisibilitySettings.key("default");
    assertThat(
            log.append(
                Proposal.of(
                    List.of(new Change(key, log.state().versionOf(key), document)), "test", null)))
        .isInstanceOf(Appended.Accepted.class);
  }

  public static List<String> ids(JsonNode calls) {
    return calls.valueStream().map(call -> call.path("id").asString("")).toList();
  }
}

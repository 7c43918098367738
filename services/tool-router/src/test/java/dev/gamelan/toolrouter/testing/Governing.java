package dev.gamelan.toolrouter.testing;

import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.document.ToolApproval;
import dev.gamelan.toolrouter.governance.log.Appended;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.governance.log.Proposal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Governs one instance of several, and calls tools at each. */
public final class Governing {
  public static final Duration SOON = Duration.ofSeconds(20);

  private Governing() {}

  public static GovernanceLog log(RunningRouter router) {
    return router.bean(GovernanceLog.class);
  }

  public static void change(RunningRouter router, DocumentKey key, @Nullable Object after) {
    String json = after == null ? null : Documents.write(after);
    await()
        .atMost(SOON)
        .until(
            () ->
                log(router)
                        .append(
                            Proposal.of(
                                List.of(new Change(key, log(router).state().versionOf(key), json)),
                                "ann",
                                "a test"))
                    instanceof Appended.Accepted);
  }

  public static void approve(RunningRouter router, String connection, String tool) {
    change(
        router,
        new DocumentKey(GovernedKind.TOOL, connection, tool),
        new ToolApproval(
            ToolApproval.State.APPROVED, null, "ann", Instant.now(), null, null, null));
  }

  public static void profile(
      RunningRouter router,
      String connection,
      String name,
      AccessProfile.Terms terms,
      String... people) {
    change(
        router,
        new DocumentKey(GovernedKind.PROFILE, connection, name),
        new AccessProfile(
            null,
            Set.of(people),
            null,
            false,
            Set.of("read-only"),
            terms,
            Duration.ofHours(1),
            null,
            false));
  }

  public static McpPost.Reply call(RunningRouter router, String connection, String tool) {
    return McpPost.to(router.url() + "/v1/tool-calls")
        .send("{\"tool\": \"%s\", \"connection\": \"%s\"}".formatted(tool, connection));
  }

  public static String code(McpPost.Reply reply) {
    return reply.json().path("outcome").asString();
  }

  public static List<String> toolsOf(RunningRouter router, String connection) {
    return namesIn(
        McpPost.to(router.url() + "/mcp/" + connection)
            .with("MCP-Protocol-Version", McpPost.MODERN)
            .with("Mcp-Method", "tools/list")
            .send(McpPost.request("tools/list", "")));
  }

  public static List<String> legacyToolsOf(RunningRouter router, String connection) {
    return namesIn(
        McpPost.to(router.url() + "/mcp/" + connection).send(McpPost.legacy("tools/list", "")));
  }

  /** Of Gong's tools. */
  private static List<String> namesIn(McpPost.Reply reply) {
    List<String> names = new ArrayList<>();
    reply.json().at("/result/tools").forEach(tool -> names.add(tool.path("name").asString()));
    names.removeIf(name -> name.startsWith("gamelan_"));
    return names;
  }
}

package dev.gamelan.local.admin;

import dev.gamelan.local.gateway.Gateway;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Governs a new installation as an administrator might, so that a newcomer sees tools that are
 * approved, tools that wait for it, and somebody who has to ask for access. What an administrator
 * has changed since is left alone.
 */
public final class Demonstration {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String FOR_GUESTS = "calls-for-guests";
  private static final String TRANSCRIPTS = "gong_get_call_transcripts";

  private Demonstration() {}

  /** Without effect on an installation that has it already. */
  public static void setUp(Gateway gateway) throws IOException {
    Urls urls = new Urls(gateway, "default");
    try (var client = new AdminClient(gateway.adminToken())) {
      if (client.find(urls.governed("profiles/" + FOR_GUESTS)).isPresent()) {
        return;
      }
      ObjectNode deletes = JSON.createObjectNode().put("state", "PENDING_REVIEW");
      deletes.putObject("filter").put("effect", "DELETE");
      client.patch(
          urls.governed("tools"), deletes.put("reason", "What deletes is to be looked at first."));
      ObjectNode transcripts = JSON.createObjectNode().put("state", "PENDING_REVIEW");
      Wish.texts(transcripts, "tools", List.of(TRANSCRIPTS));
      client.patch(
          urls.governed("tools"),
          transcripts.put("reason", "What was said in calls is to be looked at first."));
      ObjectNode staff =
          JSON.createObjectNode().put("title", "Whoever works here").put("terms", "AUTOMATIC");
      Wish.texts(staff, "people", List.of("reader", "writer", "admin"));
      Wish.texts(staff, "toolsets", List.of("all-approved"));
      client.put(urls.governed("profiles/staff"), staff);
      // Before the last one, so that nobody loses what they have in between.
      ObjectNode defaults =
          JSON.createObjectNode()
              .put("newTools", "PENDING_REVIEW")
              .put("withoutProfile", "NOTHING");
      client.put(urls.governed("defaults"), defaults);
      ObjectNode guests =
          JSON.createObjectNode()
              .put("title", "Calls, for guests who say why")
              .put("terms", "ON_REQUEST")
              .put("lastsFor", "PT8H")
              .put("justification", true);
      Wish.texts(guests, "people", List.of("guest"));
      Wish.texts(guests, "toolsets", List.of("calls", "users"));
      Wish.texts(guests.putObject("approvers"), "people", List.of("admin"));
      client.put(urls.governed("profiles/" + FOR_GUESTS), guests);
    }
  }
}

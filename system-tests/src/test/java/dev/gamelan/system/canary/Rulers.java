package dev.gamelan.system.canary;

import dev.gamelan.local.gateway.Gateway;

/** Administrators govern, and people ask for access, in words that are canaries. */
final class Rulers {
  private final Visitor visitor;
  private final Canaries canaries;
  private final Gateway gateway;

  Rulers(Gateway gateway, Visitor visitor, Canaries canaries) {
    this.visitor = visitor;
    this.canaries = canaries;
    this.gateway = gateway;
  }

  private Visitor.Asking ask(String method, String path) {
    return visitor.ask(method, gateway.adminUrl() + "/v1/" + path).as(gateway.adminToken());
  }

  private String written(String what, String... more) {
    String[] belongs = java.util.Arrays.copyOf(more, more.length + 4);
    belongs[more.length] = Places.DOCUMENT;
    belongs[more.length + 1] = Places.REASON;
    belongs[more.length + 2] = Places.TRAIL_OF_CHANGES;
    belongs[more.length + 3] = Places.ANSWERED;
    return canaries.plant(what, belongs);
  }

  void govern() throws Exception {
    ask("PATCH", "connections/acme/tools")
        .send(
            "{\"tools\": [\"gong_list_users\"], \"state\": \"APPROVED\", \"reason\": \"%s\"}"
                .formatted(written("why a tool is approved")));
    ask("PUT", "connections/acme/toolsets/people")
        .send(
            "{\"title\": \"%s\", \"description\": \"%s\", \"tools\": [\"gong_list_users\"]}"
                .formatted(written("a toolset's title"), written("a toolset's description")));
    ask("PUT", "connections/acme/profiles/people")
        .send(
            "{\"title\": \"%s\", \"people\": [\"reader\", \"%s\"], \"toolsets\": [\"people\"], \"terms\": \"ON_REQUEST\", \"lastsFor\": \"PT8H\", \"approvers\": {\"people\": [\"admin\"]}, \"justification\": true}"
                .formatted(written("a profile's title"), written("a member's name")));
    String request =
        visitor
            .ask("POST", gateway.adminUrl() + "/v1/connections/acme/requests")
            .as(gateway.user("reader").token())
            .with("Idempotency-Key", canaries.plant("an idempotency key of a request"))
            .send(
                "{\"profile\": \"people\", \"justification\": \"%s\"}"
                    .formatted(written("a justification")))
            .json()
            .path("id")
            .asString();
    ask("POST", "connections/acme/requests/%s/approve".formatted(request))
        .with("If-Match", "*")
        .send("{\"note\": \"%s\"}".formatted(written("an approver's note")));
    ask("PUT", "connections/acme/policies/quiet")
        .send(
            "{\"title\": \"%s\", \"when\": \"BEFORE\", \"condition\": \"caller.name == '%s'\", \"action\": \"DENY\", \"reason\": \"%s\"}"
                .formatted(
                    written("a policy's title"),
                    written("a name in a policy"),
                    written("a policy's reason")));
    ask("PUT", "connections/acme/policies/broken")
        .send(
            "{\"when\": \"BEFORE\", \"condition\": \"caller.name == '%s' &&\", \"action\": \"DENY\", \"reason\": \"x\"}"
                .formatted(canaries.plant("a name in a broken policy")));
    ask("PUT", "connections/acme/policies/failing")
        .send(
            "{\"when\": \"BEFORE\", \"condition\": \"tool.name == 'gong_list_trackers' && args.none == '%s'\", \"action\": \"DENY\", \"reason\": \"x\"}"
                .formatted(written("a name in a failing policy")));
    visitor
        .ask("POST", gateway.adminUrl() + "/v1/tool-calls")
        .as(gateway.user("reader").token())
        .send("{\"connection\":\"acme\",\"tool\":\"gong_list_trackers\",\"arguments\":{}}");
    ask("POST", "connections/acme/policies/try")
        .send(
            "{\"tool\": \"gong_list_users\", \"arguments\": {\"includeAvatars\": \"%s\"}, \"caller\": {\"name\": \"%s\", \"groups\": [], \"roles\": [\"read\"]}}"
                .formatted(
                    canaries.plant("an argument of a dry run", Places.TOLD_BACK),
                    canaries.plant("a caller of a dry run", Places.ANSWERED)));
    ask(
            "PUT",
            "clients/"
                + written(
                    "a client's id",
                    "answer .*",
                    "topic gong\\.governance changes\\.name",
                    "table audit\\.governed\\.name"))
        .send("{\"state\": \"CLOSED\", \"note\": \"%s\"}".formatted(written("a client's note")));
    ask("PUT", "kill-switches/connections/acme/tools/gong_list_trackers")
        .send("{\"reason\": \"%s\"}".formatted(written("why something is stopped")));
    ask("PUT", "connections/acme/visibility")
        .send(
            "{\"mode\": \"AUDIT\", \"people\": {\"reader\": \"%s@people.example\"}}"
                .formatted(written("a person's address in visibility")));
    String broken = canaries.plant("a text in a broken document", Places.TOLD_BACK);
    for (String body :
        new String[] {
          "{\"title\": \"%s",
          "{\"%s\": 1}",
          "[\"%s\"]",
          "{\"terms\": \"%s\"}",
          "{\"toolsets\": {\"a\": \"%s\"}}"
        }) {
      ask("PUT", "connections/acme/profiles/broken").send(body.formatted(broken));
      ask("PUT", "connections/acme/policies/broken").send(body.formatted(broken));
      ask("PUT", "connections/acme/visibility").with("If-Match", "*").send(body.formatted(broken));
    }
    ask(
            "GET",
            "connections/acme/tools?cursor=%s&state=%s"
                .formatted(
                    canaries.plant("a cursor that is none"),
                    canaries.plant("a state that is none")))
        .send();
    ask("PUT", "connections/acme/toolsets/people")
        .with("If-Match", canaries.plant("a version that is none"))
        .send("{\"tools\": []}");
    visitor
        .ask(
            "GET",
            gateway.service("audit").url()
                + "/v1/events?caller=%s&cursor=%s"
                    .formatted(
                        canaries.plant("whose trail"),
                        canaries.plant("a place in the trail that is none")))
        .as(gateway.adminToken())
        .send();
    visitor
        .ask(
            "GET",
            gateway.service("quota").url()
                + "/v1/connections/%s/quota".formatted(canaries.plant("whose quota", "answer .*")))
        .as(gateway.adminToken())
        .send();
  }
}

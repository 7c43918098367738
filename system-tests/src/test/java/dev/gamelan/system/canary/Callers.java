package dev.gamelan.system.canary;

import dev.gamelan.local.gateway.Gateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** People and programs call, rightly and wrongly, with personal data in all that they send. */
final class Callers {
  private final Visitor visitor;
  private final Canaries canaries;
  private final Gateway gateway;
  private final String router;
  private final String writer;

  Callers(Gateway gateway, Visitor visitor, Canaries canaries) {
    this.visitor = visitor;
    this.canaries = canaries;
    this.gateway = gateway;
    this.router = gateway.adminUrl();
    this.writer = gateway.user("writer").token();
  }

  private Visitor.Asking ask(String method, String path) {
    return visitor.ask(method, router + path).as(writer);
  }

  private Visitor.Said call(String tool, String arguments) throws Exception {
    return ask("POST", "/v1/tool-calls")
        .send(
            "{\"connection\":\"acme\",\"tool\":\"%s\",\"arguments\":%s}"
                .formatted(tool, arguments));
  }

  private String asked(String what) {
    return canaries.plant(what, Places.COMMAND);
  }

  private String kept(String what) {
    return canaries.plant(what, Places.COMMAND, Places.ANSWER, Places.ANSWERED);
  }

  /** What is said to Gong, and comes back from it. */
  void goodCalls() throws Exception {
    String user = call("gong_list_users", "{}").json().at("/result/users/0/id").asString();
    canaries.adopt(
        "a colleague's address at Gong",
        call("gong_list_users", "{}").json().at("/result/users/0/emailAddress").asString(),
        Places.ANSWER,
        Places.ANSWERED);
    call(
        "gong_add_digital_interaction",
        """
        {"eventId": "%s", "timestamp": "2026-01-01T00:00:00Z", "eventType": "%s",
         "person": {"name": "%s", "email": "%s@people.example", "phoneNumber": "%s"},
         "content": {"contentId": "%s", "contentTitle": "%s", "contentUrl": "https://%s.example/?q=%s"}}
        """
            .formatted(
                asked("an event id"),
                asked("an event type"),
                asked("a person's name"),
                asked("a person's address"),
                asked("a person's number"),
                asked("a content id"),
                asked("a content title"),
                asked("a content's host"),
                asked("a content's query")));
    String added =
        call(
                "gong_add_call",
                """
                {"clientUniqueId": "%s", "actualStart": "2026-01-02T00:00:00Z", "direction": "Inbound",
                 "primaryUser": "%s", "title": "%s", "purpose": "%s", "customData": "%s",
                 "parties": [{"userId": "%s"},
                   {"name": "%s", "emailAddress": "%s@people.example", "phoneNumber": "%s"}]}
                """
                    .formatted(
                        kept("a unique id"),
                        user,
                        kept("a call's title"),
                        kept("a call's purpose"),
                        kept("custom data"),
                        user,
                        kept("a party's name"),
                        kept("a party's address"),
                        kept("a party's number")))
            .json()
            .at("/result/callId")
            .asString("1");
    call(
        "gong_list_calls_extensive",
        "{\"filter\": {\"callIds\": [\"%s\"]}, \"contentSelector\": {\"exposedFields\": {\"parties\": true}}}"
            .formatted(added));
    call("gong_get_call", "{\"id\": \"%s\"}".formatted(added));
    ask("GET", "/v1/tool-calls/" + canaries.plant("a call id that is none", Places.TOLD_BACK))
        .send();
    upload(added, 1);
    upload(added, 7 * 1024 * 1024);
  }

  private void upload(String call, int filler) throws Exception {
    String content = canaries.plant("a file's content", Places.COMMAND, Places.CHUNKS);
    String name = asked("a file's name");
    String boundary = "x".repeat(20);
    String form =
        "--%s\r\nContent-Disposition: form-data; name=\"mediaFile\"; filename=\"%s.mp3\"\r\nContent-Type: audio/mpeg\r\n\r\n%s%s%s\r\n--%s--\r\n"
            .formatted(boundary, name, content, " ".repeat(filler), content, boundary);
    ask("PUT", "/proxy/acme/v2/calls/%s/media".formatted(call))
        .with("Content-Type", "multipart/form-data; boundary=" + boundary)
        .with("Accept", "*/*")
        .publish(BodyPublishers.ofString(form, StandardCharsets.ISO_8859_1));
  }

  /** What is refused says so without saying what it was. */
  void badCalls() throws Exception {
    call(
        "gong_get_call",
        "{\"id\": \"%s\"}".formatted(canaries.plant("an id that is none", Places.TOLD_BACK)));
    call(
        "gong_list_users",
        "{\"%s\": 1}"
            .formatted(
                canaries.plant(
                    "an argument's name",
                    "answer 4.*",
                    "topic gong\\.audit reason",
                    "table audit\\.\\w+\\.reason")));
    call(
        "gong_list_users",
        "{\"includeAvatars\": \"%s\"}"
            .formatted(canaries.plant("a flag that is none", Places.TOLD_BACK)));
    call(
        "gong_list_calls",
        "{\"fromDateTime\": \"%s\"}"
            .formatted(canaries.plant("a moment that is none", Places.TOLD_BACK)));
    call(
        canaries.plant(
            "a tool that is none",
            "answer 4.*",
            "topic gong\\.audit (tool|reason)",
            "table audit\\.\\w+\\.(tool|reason)"),
        "{}");
    visitor
        .ask("POST", router + "/v1/tool-calls")
        .as(gateway.user("reader").token())
        .send(
            "{\"tool\":\"gong_delete_meeting\",\"arguments\":{\"meetingId\":\"1\",\"organizerEmail\":\"%s@people.example\"}}"
                .formatted(canaries.plant("an organiser")));
    String broken = canaries.plant("a text in broken JSON", Places.TOLD_BACK);
    for (String body :
        List.of(
            "{\"tool\": \"%s",
            "%s",
            "[\"%s\"]",
            "\"%s\"",
            "{\"%s\": 1}",
            "{\"tool\": {\"a\": \"%s\"}}",
            "{\"tool\": \"gong_list_users\", \"deadlineMs\": \"%s\"}",
            "{\"tool\": \"gong_list_users\", \"connection\": \"no %s\"}",
            "{\"tool\": \"gong_list_users\", \"arguments\": \"%s\"}",
            "[".repeat(500) + "%s")) {
      ask("POST", "/v1/tool-calls").send(body.formatted(broken));
      ask("POST", "/mcp").send(body.formatted(broken));
    }
    ask(
            "GET",
            "/proxy/acme/v2/calls?fromDateTime=%s&%s=1"
                .formatted(
                    canaries.plant("a moment at the proxy", Places.TOLD_BACK),
                    canaries.plant(
                        "a parameter's name",
                        "answer 4.*",
                        "topic gong\\.audit reason",
                        "table audit\\.\\w+\\.reason")))
        .send();
    ask("POST", "/proxy/acme/v2/calls/extensive")
        .send(
            "{\"filter\": {\"callIds\": [\"%s\"]}"
                .formatted(canaries.plant("a body at the proxy")));
    ask("GET", "/proxy/acme/v2/" + canaries.plant("a path at the proxy", Places.TOLD_BACK)).send();
    ask(
            "GET",
            "/proxy/%s/v2/users"
                .formatted(
                    canaries.plant(
                        "a connection at the proxy",
                        "answer 4.*",
                        "topic gong\\.audit.*",
                        "table audit\\..*")))
        .send();
    ask("GET", "/" + canaries.plant("a path", "answer 404.*") + "?q=" + canaries.plant("a query"))
        .send();
  }

  /** What only the door sees. */
  void headers() throws Exception {
    String jwt =
        base64("{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(canaries.plant("a key id")))
            + "."
            + base64(
                "{\"iss\":\"https://%s.example\",\"sub\":\"%s\",\"email\":\"%s@people.example\"}"
                    .formatted(
                        canaries.plant("an issuer"),
                        canaries.plant("a subject"),
                        canaries.plant("an address in a token")))
            + "."
            + canaries.plant("a signature");
    for (var service : gateway.services().entrySet()) {
      if (service.getKey().equals("gong-simulator")) {
        continue;
      }
      String url = service.getValue().url();
      for (String path :
          List.of("/v1/connections/default/quota", "/v1/events", "/v1/connections", "/mcp")) {
        visitor
            .ask("GET", url + path)
            .as(canaries.plant("a bearer token that nobody knows"))
            .send();
        visitor.ask("GET", url + path).as(jwt).send();
        visitor
            .ask("GET", url + path)
            .with("Authorization", "Basic " + base64("ann:" + canaries.plant("a password")))
            .send();
        visitor
            .ask("POST", url + path + "?access_token=" + canaries.plant("a token in a query"))
            .as(canaries.plant("another bearer token"))
            .send("{\"a\": \"%s\"}".formatted(canaries.plant("an unread body")));
      }
      visitor.sendRaw(
          url,
          "%s HTTP/1.1\r\n%s\r\n\r\n"
              .formatted(canaries.plant("no HTTP"), canaries.plant("no header")));
      visitor.sendRaw(
          url,
          "GET /%s%%zz HTTP/1.1\r\nHost: a b\r\nX: %s\r\n\r\n"
              .formatted(canaries.plant("no path"), canaries.plant("a header of no request")));
    }
    Map<String, String> headers =
        Map.ofEntries(
            Map.entry("Cookie", "session=" + canaries.plant("a cookie")),
            Map.entry("X-Api-Key", canaries.plant("a header of one's own")),
            Map.entry(
                "Proxy-Authorization", "Basic " + base64(canaries.plant("a proxy's password"))),
            Map.entry("X-Forwarded-For", canaries.plant("where somebody is")),
            Map.entry("X-Forwarded-Host", canaries.plant("a host") + ".example"),
            Map.entry("Forwarded", "for=" + canaries.plant("where somebody else is")),
            Map.entry("Referer", "https://example.com/" + canaries.plant("a referrer")),
            Map.entry("Idempotency-Key", canaries.plant("an idempotency key")),
            Map.entry("baggage", "user=" + canaries.plant("baggage")),
            Map.entry(
                "tracestate",
                "vendor=" + canaries.plant("a trace's state", Places.TRACE_STATE, "span")),
            Map.entry("X-Request-Id", canaries.plant("a request's id")),
            Map.entry(
                "User-Agent",
                canaries.plant(
                    "a user agent", "topic gong\\.audit client", "table audit\\.\\w+\\.client")));
    for (String path : List.of("/v1/tool-calls", "/mcp")) {
      Visitor.Asking asking =
          ask("POST", path)
              .with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
      headers.forEach(asking::with);
      asking.send("{\"tool\":\"gong_list_workspaces\",\"arguments\":{}}");
    }
    Visitor.Asking proxied = ask("GET", "/proxy/acme/v2/users");
    headers.forEach(proxied::with);
    proxied.send();
    ask("GET", "/proxy/acme/v2/users")
        .with("Gamelan-Deadline-Ms", canaries.plant("a deadline that is none"))
        .send();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Visitor.Said modern(String method, String name, String parameters) throws Exception {
    return ask("POST", "/mcp")
        .with("MCP-Protocol-Version", "2026-07-28")
        .with("Mcp-Method", method)
        .with("Mcp-Name", name)
        .send(
            """
            {"jsonrpc": "2.0", "id": "%s", "method": "%s", "params": {%s "_meta": {
              "io.modelcontextprotocol/protocolVersion": "2026-07-28",
              "io.modelcontextprotocol/clientCapabilities": {"%s": {}},
              "io.modelcontextprotocol/clientInfo": {"name": "%s", "version": "%s"},
              "com.example/note": "%s", "progressToken": "%s"}}}
            """
                .formatted(
                    canaries.plant("a request's id over MCP", "answer .*"),
                    method,
                    parameters.isEmpty() ? "" : parameters + ",",
                    canaries.plant("a capability"),
                    canaries.plant(
                        "a client's name",
                        "topic gong\\.audit client",
                        "table audit\\.\\w+\\.client"),
                    canaries.plant(
                        "a client's version",
                        "topic gong\\.audit client",
                        "table audit\\.\\w+\\.client"),
                    canaries.plant("a note in _meta"),
                    canaries.plant("a progress token", "answer .*")));
  }

  void overMcp() throws Exception {
    modern("tools/call", "gong_list_users", "\"name\": \"gong_list_users\", \"arguments\": {}");
    modern(
        "tools/call",
        "gong_list_users",
        "\"name\": \"gong_list_users\", \"arguments\": {\"includeAvatars\": \"%s\"}"
            .formatted(canaries.plant("a flag that is none, over MCP", Places.TOLD_BACK)));
    modern(
        "tools/call",
        canaries.plant("a name in a header", "answer .*"),
        "\"name\": \"gong_list_users\"");
    modern(canaries.plant("a method that is none", "answer .*"), "a", "");
    modern(
        "resources/read",
        "gong://calls/1",
        "\"uri\": \"gong://calls/%s\""
            .formatted(canaries.plant("a resource that is none", "answer .*")));
    modern(
        "prompts/get",
        "prepare",
        "\"name\": \"%s\", \"arguments\": {\"a\": \"%s\"}"
            .formatted(
                canaries.plant("a prompt that is none", "answer .*"),
                canaries.plant("a prompt's argument")));
    modern(
        "completion/complete",
        "a",
        "\"ref\": {\"type\": \"ref/prompt\", \"name\": \"a\"}, \"argument\": {\"name\": \"account\", \"value\": \"%s\"}"
            .formatted(canaries.plant("what is to be completed")));
    modern("tasks/get", "a", "\"taskId\": \"%s\"".formatted(canaries.plant("a task that is none")));
    ask("POST", "/mcp")
        .with("Mcp-Session-Id", canaries.plant("a session that is none"))
        .with("MCP-Protocol-Version", canaries.plant("a revision that is none", "answer .*"))
        .with("Last-Event-ID", canaries.plant("an event that is none"))
        .send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    var greeted =
        ask("POST", "/mcp")
            .send(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"%s\",\"version\":\"1\"}}}"
                    .formatted(
                        canaries.plant(
                            "a client's name of the older era",
                            "topic gong\\.audit client",
                            "table audit\\.\\w+\\.client")));
    String session =
        greeted.headers().replaceAll("(?s).*[Mm]cp-[Ss]ession-[Ii]d=\\[([^]]*)].*", "$1");
    canaries.adopt("a session's id", session, "answer .*POST /mcp");
    for (String message :
        List.of(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"%s\",\"reason\":\"because\"}}"
                .formatted(
                    canaries.plant(
                        "a request that is cancelled", "topic gong\\.edge\\.signalled subject")),
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"%s\"}}"
                .formatted(canaries.plant("a level that is none")),
            "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":{\"a\":1}}"
                .formatted(
                    canaries.plant(
                        "an answer to nothing",
                        "topic gong\\.client\\.answered (question|answer)")),
            "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"tools/call\",\"params\":{\"name\":\"gong_list_users\",\"arguments\":{},\"_meta\":{\"x\":\"%s\"}}}"
                .formatted(canaries.plant("a note in _meta of the older era")))) {
      ask("POST", "/mcp").with("Mcp-Session-Id", session).send(message);
    }
  }
}

package dev.gamelan.toolrouter.fuzz;

import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One request, the same for the same seed: one that a client could send, with a few things wrong.
 *
 * @param complete whether all of its body is there, so that it has to be answered at once
 */
record FuzzedRequest(byte[] bytes, boolean complete, boolean hangsUp) {
  private static final List<String> METHODS =
      List.of(
          "POST", "POST", "POST", "POST", "POST", "POST", "GET", "DELETE", "PUT", "PATCH", "HEAD",
          "OPTIONS", "TRACE", "BREW", "post");

  private static final List<String> PATHS =
      List.of(
          "/.well-known/oauth-protected-resource",
          "/.well-known/oauth-protected-resource/mcp",
          "/.well-known/openid-configuration",
          "/v1/tool-calls/x",
          "/v1/tool-calls/%00",
          "/v1/tool-calls/%ff%fe",
          "/mcp/",
          "/mcp;x=1",
          "/mcp/../mcp",
          "//mcp",
          "/",
          "*",
          "/openapi.json",
          "/actuator/health",
          "/actuator/env",
          "/actuator/%2e%2e/mcp",
          "/mcp?" + "x".repeat(6000),
          "http://[::1/mcp",
          "/mcp#x",
          "/%",
          "/v1/tool-calls/" + "a".repeat(3000));

  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "x",
          "*/*",
          "text/plain",
          "application/json; charset=utf-16",
          "application/json;;;",
          "application/octet-stream, a/b",
          "2026-07-28",
          "2025-11-25",
          "1999-01-01",
          "tools/call",
          "Bearer",
          "Bearer x",
          "Basic eDp5",
          "Bearer eyJhbGciOiJub25lIn0.e30.",
          "Bearer a.b.c",
          "=?base64?x?=",
          "=?base64?4pi6?=",
          "https://evil.example.com",
          "null",
          "\u00e9\u4e16",
          "a\u0001b",
          "-1",
          "0",
          "99999999999999999999",
          "chunked",
          "gzip",
          "100-continue",
          "y".repeat(3000),
          "z".repeat(20_000),
          "00-00000000000000000000000000000000-0000000000000000-00");

  private static final List<String> HEADERS =
      List.of(
          "Content-Type",
          "Accept",
          "Authorization",
          "MCP-Protocol-Version",
          "Mcp-Method",
          "Mcp-Name",
          "Mcp-Session-Id",
          "Origin",
          "Host",
          "Content-Length",
          "Transfer-Encoding",
          "Content-Encoding",
          "Expect",
          "User-Agent",
          "traceparent",
          "Last-Event-ID",
          "Connection",
          "Upgrade",
          "X-Forwarded-For",
          "Cookie",
          "Accept-Encoding");

  private static final List<List<String>> MODERN =
      List.of(
          List.of("tools/list", "", ""),
          List.of("tools/list", "\"cursor\": \"eA\"", ""),
          List.of("server/discover", "", ""),
          List.of("prompts/list", "", ""),
          List.of("resources/list", "", ""),
          List.of("resources/templates/list", "", ""),
          List.of(
              "tools/call",
              "\"name\": \"gong_list_users\", \"arguments\": {\"cursor\": \"x\"}",
              "gong_list_users"),
          List.of(
              "tools/call",
              "\"name\": \"gong_list_calls\", \"arguments\": {\"fromDateTime\": \"2026-01-01T00:00:00Z\", \"toDateTime\": \"2026-01-02T00:00:00Z\"}",
              "gong_list_calls"),
          List.of(
              "tools/call",
              "\"name\": \"gong_delete_meeting\", \"arguments\": {\"meetingId\": \"1\"}",
              "gong_delete_meeting"),
          List.of(
              "tools/call",
              "\"name\": \"gong_list_users\", \"requestState\": \"eA.eA\", \"inputResponses\": {\"confirm\": {\"action\": \"accept\", \"content\": {\"ok\": true}}}",
              "gong_list_users"),
          List.of("tasks/get", "\"taskId\": \"x\"", "x"),
          List.of("tasks/cancel", "\"taskId\": \"x\"", "x"),
          List.of("resources/read", "\"uri\": \"gong://calls/1\"", "gong://calls/1"),
          List.of("resources/read", "\"uri\": \"gong://users/1\"", "gong://users/1"),
          List.of("resources/read", "\"uri\": \"gong://quota\"", "gong://quota"),
          List.of(
              "prompts/get",
              "\"name\": \"call_review\", \"arguments\": {\"call\": \"1\"}",
              "call_review"),
          List.of(
              "completion/complete",
              "\"ref\": {\"type\": \"ref/prompt\", \"name\": \"call_review\"}, \"argument\": {\"name\": \"call\", \"value\": \"a\"}",
              ""),
          List.of(
              "subscriptions/listen",
              "\"notifications\": {\"toolsListChanged\": true, \"resourceSubscriptions\": [\"gong://calls/1\"]}",
              ""));

  private static final List<String> LEGACY =
      List.of(
          McpPost.legacy(
              "initialize",
              "\"protocolVersion\": \"2025-11-25\", \"capabilities\": {\"elicitation\": {}}, \"clientInfo\": {\"name\": \"x\", \"version\": \"1\"}"),
          McpPost.legacy("ping", ""),
          McpPost.legacy("tools/list", ""),
          McpPost.legacy(
              "tools/call",
              "\"name\": \"gong_list_users\", \"arguments\": {}, \"_meta\": {\"progressToken\": 1}"),
          McpPost.legacy(
              "tools/call",
              "\"name\": \"gong_delete_meeting\", \"arguments\": {\"meetingId\": \"1\"}"),
          McpPost.legacy("resources/subscribe", "\"uri\": \"gong://calls/1\""),
          McpPost.legacy("resources/unsubscribe", "\"uri\": \"gong://calls/1\""),
          McpPost.legacy("logging/setLevel", "\"level\": \"debug\""),
          "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/cancelled\", \"params\": {\"requestId\": \"a\"}}",
          "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}",
          "{\"jsonrpc\": \"2.0\", \"id\": \"x\", \"result\": {\"action\": \"accept\", \"content\": {}}}",
          "{\"jsonrpc\": \"2.0\", \"id\": 1, \"error\": {\"code\": 1, \"message\": \"x\"}}");

  private static final String PLAIN =
      "{\"tool\": \"gong_list_users\", \"arguments\": {\"cursor\": \"x\"}, \"deadlineMs\": 1000, \"connection\": \"default\"}";

  static FuzzedRequest of(long seed, String session) {
    Random random = new Random(seed);
    List<String> headers = new ArrayList<>();
    headers.add("Host: localhost");
    headers.add("Connection: close");
    headers.add("Content-Type: application/json");
    headers.add("Accept: application/json, text/event-stream");
    headers.add("Authorization: Bearer " + token(random));
    String path = "/mcp";
    String valid;
    switch (random.nextInt(5)) {
      case 0, 1 -> {
        List<String> request = MODERN.get(random.nextInt(MODERN.size()));
        valid = McpPost.request(request.get(0), request.get(1));
        headers.add("MCP-Protocol-Version: " + McpPost.MODERN);
        headers.add("Mcp-Method: " + request.get(0));
        headers.add("Mcp-Name: " + request.get(2));
      }
      case 2, 3 -> {
        valid = LEGACY.get(random.nextInt(LEGACY.size()));
        if (random.nextBoolean()) {
          headers.add(
              "Mcp-Session-Id: " + (random.nextInt(4) == 0 ? broken(session, random) : session));
        }
      }
      default -> {
        valid = PLAIN;
        path = "/v1/tool-calls";
      }
    }
    byte[] body = bytes(new FuzzedJson(random).mutated(valid), random);
    String method = random.nextInt(6) == 0 ? METHODS.get(random.nextInt(METHODS.size())) : "POST";
    path = random.nextInt(8) == 0 ? PATHS.get(random.nextInt(PATHS.size())) : path;
    return written(random, method, path, headers, body);
  }

  private static String token(Random random) {
    return random.nextInt(4) == 0 ? RunningRouter.WRITER : RunningRouter.READER;
  }

  private static String broken(String text, Random random) {
    int at = random.nextInt(text.length());
    return text.substring(0, at) + (char) ('a' + random.nextInt(26)) + text.substring(at + 1);
  }

  private static byte[] bytes(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(10) == 0) {
      for (int change = 0; change < 3 && bytes.length > 0; change++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
    }
    return bytes;
  }

  private static FuzzedRequest written(
      Random random, String method, String path, List<String> headers, byte[] body) {
    int changes = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
    boolean framed = true;
    for (int change = 0; change < changes; change++) {
      framed &= changeHeader(random, headers);
    }
    byte[] sent = body;
    String length = "Content-Length: " + body.length;
    boolean complete = framed;
    switch (random.nextInt(12)) {
      case 0 -> {
        length = "Content-Length: " + (body.length + 1 + random.nextInt(100));
        complete = false;
      }
      case 1 -> {
        length = "Transfer-Encoding: chunked";
        sent = chunked(body, "\r\n0\r\n\r\n");
      }
      case 2 -> {
        length = "Transfer-Encoding: chunked";
        sent = chunked(body, "\r\nnonsense\r\n\r\n");
        complete = false;
      }
      case 3 -> {
        length = "Content-Length: 9000000";
        complete = false;
      }
      default -> {
        // as it should be
      }
    }
    headers.add(length);
    String line = method + " " + path + " " + version(random);
    byte[] head =
        (line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + sent.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(sent, 0, all, head.length, sent.length);
    return new FuzzedRequest(all, complete, random.nextInt(10) == 0);
  }

  private static String version(Random random) {
    return random.nextInt(50) == 0
        ? List.of("HTTP/1.0", "HTTP/9.9", "x", "HTTP/2.0").get(random.nextInt(4))
        : "HTTP/1.1";
  }

  /** False where the end of the message may no longer be where it seems. */
  private static boolean changeHeader(Random random, List<String> headers) {
    String odd = ODD.get(random.nextInt(ODD.size()));
    int at = random.nextInt(headers.size());
    String changed = HEADERS.get(random.nextInt(HEADERS.size()));
    switch (random.nextInt(4)) {
      case 0 -> headers.remove(at);
      case 1 -> headers.set(at, headers.get(at).split(":", 2)[0] + ": " + odd);
      case 2 -> headers.add(changed + ": " + odd);
      default -> headers.add(at, odd.isEmpty() ? ": x" : odd);
    }
    return false;
  }

  private static byte[] chunked(byte[] body, String end) {
    byte[] start = (Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] last = end.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[start.length + body.length + last.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    System.arraycopy(last, 0, all, start.length + body.length, last.length);
    return all;
  }

  /** The answer to it has no body, whatever its head says (RFC 9110, 9.3.2). */
  boolean asksForHead() {
    return new String(bytes, 0, Math.min(bytes.length, 5), StandardCharsets.US_ASCII)
        .equals("HEAD ");
  }

  /** The beginning, for a person. */
  @Nullable String shown() {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.length() <= 3000 ? text : text.substring(0, 3000) + "…";
  }
}

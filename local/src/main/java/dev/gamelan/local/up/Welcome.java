package dev.gamelan.local.up;

import dev.gamelan.local.gateway.Gateway;
import java.io.PrintWriter;

/** Tells a newcomer where everything is and what to paste where. */
final class Welcome {
  private Welcome() {}

  static void print(Gateway gateway, boolean simulated, PrintWriter out) {
    String reader = gateway.user("reader").token();
    out.printf("%nGamelan is up.%n%n");
    out.printf("  MCP     %s%n", gateway.mcpUrl());
    out.printf("  Gong    %s%s%n", gateway.gongUrl(), simulated ? " (simulated)" : "");
    gateway
        .users()
        .forEach(
            user ->
                out.printf(
                    "  %-7s %s  may %s%n",
                    user.name(), user.token(), String.join(" and ", user.roles())));
    out.printf("%nClaude Code:%n");
    out.printf(
        "  claude mcp add --transport http gamelan %s --header \"Authorization: Bearer %s\"%n",
        gateway.mcpUrl(), reader);
    out.printf("Cursor and others, in mcp.json:%n");
    out.printf(
        "  {\"mcpServers\":{\"gamelan\":{\"type\":\"http\",\"url\":\"%s\",\"headers\":{\"Authorization\":\"Bearer %s\"}}}}%n",
        gateway.mcpUrl(), reader);
    out.printf("A program:%n");
    out.printf(
        "  curl -s %s/v1/tool-calls -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -d '{\"tool\":\"gong_list_users\",\"arguments\":{}}'%n",
        gateway.adminUrl(), reader);
    out.printf("This terminal:%n");
    out.printf("  ./gamelan tools | call | audit | quota | access | admin | status | down%n");
    out.printf("What deletes, and transcripts, wait for approval; guest has to ask for access:%n");
    out.printf("  ./gamelan admin tools list --state pending-review%n");
    out.printf("  ./gamelan access request calls-for-guests --because \"a trial\" --as guest%n%n");
    out.flush();
  }
}

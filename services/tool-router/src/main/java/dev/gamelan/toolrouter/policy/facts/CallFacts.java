package dev.gamelan.toolrouter.policy.facts;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A call as policies see it, but for what is in it. */
public record CallFacts(
    Caller caller, Client client, String connection, Tool tool, Instant now, Usage usage) {

  /**
   * Who asks.
   *
   * @param roles in small letters, as in tokens and scopes
   */
  public record Caller(String name, String displayName, Set<String> groups, Set<String> roles) {}

  /**
   * The program that asks on the caller's behalf.
   *
   * @param id as the caller's token proves it; empty where the token names none
   * @param name what it calls itself: never to be trusted
   */
  public record Client(String id, String name) {
    public static Client of(@Nullable String id, @Nullable String name) {
      return new Client(id == null ? "" : id, name == null ? "" : name);
    }
  }

  /**
   * What is called.
   *
   * @param operation Gong's own name for it
   * @param effect READ, WRITE or DELETE
   * @param risks SENSITIVE, DANGEROUS, COSTLY
   * @param inputSchema shared by all readers: never change it
   */
  public record Tool(
      String name, String operation, String effect, Set<String> risks, JsonNode inputSchema) {
    public boolean changesSomething() {
      return !effect.equals("READ");
    }
  }

  /**
   * Calls that went on to Gong within the last 24 hours.
   *
   * @param byUser by this caller on this connection
   * @param byClient by this client on all connections; 0 where the token names none
   * @param byTool of this tool on this connection, by anybody
   */
  public record Usage(long byUser, long byClient, long byTool) {
    public static final Usage NONE = new Usage(0, 0, 0);
  }
}

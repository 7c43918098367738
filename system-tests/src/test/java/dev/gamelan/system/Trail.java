package dev.gamelan.system;

import dev.gamelan.local.client.GatewayClient;
import dev.gamelan.local.gateway.Gateway;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The whole audit trail, read through its API a page at a time. */
public final class Trail implements AutoCloseable {
  private static final int PAGE = 200;

  private final Gateway gateway;
  private final GatewayClient client;

  public Trail(Gateway gateway) {
    this.gateway = gateway;
    this.client = new GatewayClient(gateway);
  }

  /** The ids of all entries; fails where one event stands in it twice. */
  public Set<String> ids() throws IOException {
    return ids(Instant.EPOCH);
  }

  /** Of entries from that moment on. */
  public Set<String> ids(Instant from) throws IOException {
    Set<String> ids = new HashSet<>();
    String cursor = "";
    do {
      String url =
          gateway.service("audit").url()
              + "/v1/events?from="
              + from
              + "&limit="
              + PAGE
              + (cursor.isEmpty()
                  ? ""
                  : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
      JsonNode page = client.get(url, gateway.adminToken()).body();
      for (JsonNode event : page.path("events")) {
        if (!ids.add(event.path("eventId").asString())) {
          throw new AssertionError(event.path("eventId").asString() + " stands in the trail twice");
        }
      }
      cursor = page.path("nextCursor").asString("");
    } while (!cursor.isEmpty());
    return ids;
  }

  @Override
  public void close() {
    client.close();
  }
}

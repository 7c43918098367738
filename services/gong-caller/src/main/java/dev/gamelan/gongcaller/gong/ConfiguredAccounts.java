package dev.gamelan.gongcaller.gong;

import java.util.Set;
import org.springframework.stereotype.Component;

/** The connections that stand in the start-up configuration, which all have one account. */
@Component
public final class ConfiguredAccounts {
  private final Set<String> connections;
  private final GongAddress address;
  private final AccessKeyPair pair;

  ConfiguredAccounts(GongProperties properties) {
    this.connections = Set.copyOf(properties.connections());
    this.address = GongHosts.configured(properties.baseUrl());
    this.pair = connections.isEmpty() ? new AccessKeyPair("", "") : properties.pair();
  }

  public Set<String> connections() {
    return connections;
  }

  public GongAddress address() {
    return address;
  }

  public AccessKeyPair pair() {
    return pair;
  }
}

package dev.gamelan.local.client;

import dev.gamelan.local.gateway.Gateway;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** As which of the installation's users a command asks. */
public final class AsUser {
  @Option(
      names = "--as",
      paramLabel = "USER",
      scope = ScopeType.INHERIT,
      defaultValue = "reader",
      description = "reader, writer or guest (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String name;

  public Gateway.User of(Gateway gateway) {
    return gateway.user(name);
  }
}

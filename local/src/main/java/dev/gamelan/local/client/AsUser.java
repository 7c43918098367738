package dev.gamelan.local.client;

import dev.gamelan.local.gateway.Gateway;
import picocli.CommandLine.Option;

/** As which of the installation's users a command asks. */
final class AsUser {
  @Option(
      names = "--as",
      paramLabel = "USER",
      defaultValue = "reader",
      description = "reader or writer (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String name;

  Gateway.User of(Gateway gateway) {
    return gateway.user(name);
  }
}

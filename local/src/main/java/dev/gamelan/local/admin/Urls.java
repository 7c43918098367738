package dev.gamelan.local.admin;

import dev.gamelan.local.gateway.Gateway;

/** Where in a running installation each thing is administered. */
record Urls(Gateway gateway, String connection) {
  String connections() {
    return gateway.service("gong-caller").url() + "/v1/connections";
  }

  String writes() {
    return gateway.service("gong-caller").url() + "/v1/unsettled-writes";
  }

  String connection(String name) {
    return connections() + "/" + AdminClient.segment(name);
  }

  String router(String path) {
    return gateway.adminUrl() + "/v1/" + path;
  }

  /** Something that each connection has for itself. */
  String governed(String path) {
    return router("connections/%s/%s".formatted(AdminClient.segment(connection), path));
  }

  String trail(String query) {
    return gateway.service("audit").url() + "/v1/events?" + query;
  }
}

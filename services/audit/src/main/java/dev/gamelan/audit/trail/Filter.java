package dev.gamelan.audit.trail;

/** What events can be picked by: a query parameter and the column that must equal it. */
enum Filter {
  CONNECTION("connection", "connection"),
  CALL("call", "call_id"),
  CALLER("caller", "caller"),
  TOOL("tool", "tool"),
  OUTCOME("outcome", "outcome"),
  KIND("kind", "kind"),
  CLIENT_ID("clientId", "client_id"),
  SUBJECT("subject", "subject");

  private final String parameter;
  private final String column;

  Filter(String parameter, String column) {
    this.parameter = parameter;
    this.column = column;
  }

  String parameter() {
    return parameter;
  }

  String column() {
    return column;
  }
}

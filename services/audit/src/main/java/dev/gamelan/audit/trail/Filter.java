package dev.gamelan.audit.trail;

/** What events can be picked by: a query parameter and the column that must equal it. */
enum Filter {
  CONNECTION("connection", "connection"),
  CALL("call", "call_id"),
  CALLER("caller", "caller"),
  CLIENT("client", "client_id"),
  TOOL("tool", "tool"),
  OUTCOME("outcome", "outcome"),
  KIND("kind", "kind"),
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

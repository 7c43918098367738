package dev.gamelan.gongcaller.sharing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The reads of Gong's that take a list of ids: where the ids stand, and whose each item of the
 * answer is.
 */
enum ListForm {
  CALLS("POST /v2/calls/extensive", "filter.callIds", "calls", "metaData.id", 100, true, Ids.GONG),
  // Transcripts are large: some 40 KB each.
  TRANSCRIPTS(
      "POST /v2/calls/transcript",
      "filter.callIds",
      "callTranscripts",
      "callId",
      20,
      true,
      Ids.GONG),
  USERS("POST /v2/users/extensive", "filter.userIds", "users", "id", 100, true, Ids.GONG),
  ACCESS(
      "POST /v2/calls/users-access",
      "filter.callIds",
      "callAccessList",
      "callId",
      100,
      false,
      Ids.GONG),
  // Gong takes no more of them at once.
  STEPS("POST /v2/flows/steps", "flowIds", "flows", "id", 20, false, Ids.GONG),
  PROSPECTS(
      "POST /v2/flows/prospects",
      "crmProspectsIds",
      "prospectsAssigned",
      "crmProspectId",
      100,
      false,
      Ids.FOREIGN),
  INSTANCES(
      "POST /v2/flows/prospects",
      "flowInstanceIds",
      "prospectsAssigned",
      "flowInstanceId",
      100,
      false,
      Ids.GONG);

  /** What an id may look like to be told from others without knowing more of it. */
  enum Ids {
    GONG("[1-9][0-9]{0,19}"),
    FOREIGN("[A-Za-z0-9_-]{1,64}");

    private final Pattern pattern;

    Ids(String pattern) {
      this.pattern = Pattern.compile(pattern);
    }
  }

  private final String operation;
  private final List<String> idsAt;
  private final String items;
  private final List<String> idAt;
  private final int most;
  private final boolean paged;
  private final Ids ids;

  ListForm(
      String operation, String idsAt, String items, String idAt, int most, boolean paged, Ids ids) {
    this.operation = operation;
    this.idsAt = List.of(idsAt.split("\\."));
    this.items = items;
    this.idAt = List.of(idAt.split("\\."));
    this.most = most;
    this.paged = paged;
    this.ids = ids;
  }

  static Stream<ListForm> of(String method, String path) {
    return Arrays.stream(values()).filter(form -> form.operation.equals(method + " " + path));
  }

  /** The form whose items hold what this path asks of one id alone. */
  static Optional<ListForm> besides(String parent) {
    return switch (parent) {
      case "/v2/calls/" -> Optional.of(CALLS);
      case "/v2/users/" -> Optional.of(USERS);
      default -> Optional.empty();
    };
  }

  String path() {
    return operation.substring(operation.indexOf(' ') + 1);
  }

  /** Where the list of ids stands in the request's body. */
  List<String> idsAt() {
    return idsAt;
  }

  /** The answer's field with the list. */
  String items() {
    return items;
  }

  /** Where in an item its id stands. */
  List<String> idAt() {
    return idAt;
  }

  /** Most ids of one request. */
  int most() {
    return most;
  }

  /** Its answers say how many records there are, and come in pages of a hundred. */
  boolean paged() {
    return paged;
  }

  boolean allows(String id) {
    return ids.pattern.matcher(id).matches();
  }

  /** What the answer to the question for one id alone calls its content. */
  String alone() {
    return this == CALLS ? "call" : "user";
  }
}

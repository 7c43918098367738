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
  CALLS(
      "POST /v2/calls/extensive",
      "filter.callIds",
      Items.of("calls", "metaData.id", true, true),
      100,
      Ids.GONG),
  // Transcripts are large: some 40 KB each.
  TRANSCRIPTS(
      "POST /v2/calls/transcript",
      "filter.callIds",
      Items.of("callTranscripts", "callId", true, true),
      20,
      Ids.GONG),
  USERS(
      "POST /v2/users/extensive",
      "filter.userIds",
      Items.of("users", "id", true, true),
      100,
      Ids.GONG),
  ACCESS(
      "POST /v2/calls/users-access",
      "filter.callIds",
      Items.of("callAccessList", "callId", false, true),
      100,
      Ids.GONG),
  // Gong takes no more of them at once.
  STEPS("POST /v2/flows/steps", "flowIds", Items.of("flows", "id", false, true), 20, Ids.GONG),
  PROSPECTS(
      "POST /v2/flows/prospects",
      "crmProspectsIds",
      Items.of("prospectsAssigned", "crmProspectId", false, false),
      100,
      Ids.FOREIGN),
  INSTANCES(
      "POST /v2/flows/prospects",
      "flowInstanceIds",
      Items.of("prospectsAssigned", "flowInstanceId", false, true),
      100,
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
  private final Items items;
  private final int most;
  private final Ids ids;

  ListForm(String operation, String idsAt, Items items, int most, Ids ids) {
    this.operation = operation;
    this.idsAt = List.of(idsAt.split("\\."));
    this.items = items;
    this.most = most;
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

  Items items() {
    return items;
  }

  /** Most ids of one request. */
  int most() {
    return most;
  }

  boolean allows(String id) {
    return ids.pattern.matcher(id).matches();
  }

  /** What the answer to the question for one id alone calls its content. */
  String alone() {
    return this == CALLS ? "call" : "user";
  }
}

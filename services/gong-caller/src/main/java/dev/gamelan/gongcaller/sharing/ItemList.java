package dev.gamelan.gongcaller.sharing;

import dev.gamelan.schemas.GongRequest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lists whose items are, field by field, what Gong answers to a question for one of them by its
 * own path: whoever has such an answer need not ask for what stands in it.
 */
public enum ItemList {
  CALLS("GET /v2/calls", Items.of("calls", "id", true, true), "/v2/calls/"),
  CALLS_IN_DETAIL("POST /v2/calls/extensive", ListForm.CALLS.items(), "/v2/calls/"),
  USERS("GET /v2/users", ListForm.USERS.items(), "/v2/users/"),
  USERS_IN_DETAIL("POST /v2/users/extensive", ListForm.USERS.items(), "/v2/users/");

  private final String operation;
  private final Items items;
  private final String parent;
  private final ListForm form;

  ItemList(String operation, Items items, String parent) {
    this.operation = operation;
    this.items = items;
    this.parent = parent;
    this.form = ListForm.besides(parent).orElseThrow();
  }

  static @Nullable ItemList of(GongRequest request) {
    String asked = request.getMethod() + " " + request.getPath();
    return Arrays.stream(values())
        .filter(list -> list.operation.equals(asked))
        .findFirst()
        .orElse(null);
  }

  /**
   * The paths of all items; none where the answer is not as expected.
   *
   * @param body as Gong gave it
   */
  public List<String> paths(byte[] body) {
    List<String> ids =
        ListAnswer.read(items, body).stream()
            .flatMap(list -> list.ids().stream())
            .filter(form::allows)
            .toList();
    return new HashSet<>(ids).size() == ids.size()
        ? ids.stream().map(parent::concat).toList()
        : List.of();
  }

  /**
   * What the question for this path alone gets, out of the answer with the list.
   *
   * @param path one of those that {@link #paths} told of the same answer
   */
  public Optional<byte[]> one(byte[] body, String path) {
    ListAnswer list = ListAnswer.read(items, body).orElse(null);
    return list == null
        ? Optional.empty()
        : Optional.ofNullable(list.one(path.substring(parent.length()), form.alone()));
  }
}

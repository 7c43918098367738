package dev.gamelan.toolrouter.catalog;

import dev.gamelan.schemas.Effect;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of Gong's, as a language model sees it and as Gong receives it.
 *
 * @param description for a language model: what comes back, what it costs, how to page, what to
 *     mind
 * @param scopes what the connection's API key must be allowed to do
 * @param file null where nothing is uploaded
 * @param nothingFound null where a 404 is an error like any other
 * @param askForLess how to get a smaller answer, in a sentence
 * @param inputSchema JSON Schema 2020-12, shared by all readers: never change it
 */
public record Tool(
    String name,
    String title,
    String description,
    Operation operation,
    Effect effect,
    Set<Risk> risks,
    List<String> scopes,
    List<Argument> arguments,
    @Nullable UploadedFile file,
    @Nullable NothingFound nothingFound,
    String askForLess,
    ObjectNode inputSchema) {

  public Hints hints() {
    return Hints.of(effect);
  }

  boolean paged() {
    return arguments.stream().anyMatch(argument -> argument.name().equals("cursor"));
  }
}

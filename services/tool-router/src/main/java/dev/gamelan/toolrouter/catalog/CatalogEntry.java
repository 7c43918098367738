package dev.gamelan.toolrouter.catalog;

import dev.gamelan.schemas.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One tool as it is written in a catalogue file; what is missing or wrong is named. */
record CatalogEntry(
    @Nullable String tool,
    @Nullable String operation,
    @Nullable String effect,
    @Nullable List<Risk> risk,
    @Nullable List<String> scopes,
    @Nullable String title,
    @Nullable String description,
    @Nullable NothingFound nothingFound,
    @Nullable String askForLess,
    @Nullable UploadedFile file,
    @Nullable String body,
    @Nullable Map<String, ObjectNode> arguments) {
  private static final Pattern NAME = Pattern.compile("gong_[a-z0-9]+(?:_[a-z0-9]+)*");
  private static final int MAX_NAME = 64;
  private static final Set<Effect> EFFECTS = EnumSet.of(Effect.READ, Effect.WRITE, Effect.DELETE);
  private static final String ASK_FOR_LESS = "Ask for fewer ids or a shorter range of time.";

  Tool toTool(SchemaWriter schemas) {
    String name = present("tool", tool);
    if (!NAME.matcher(name).matches() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "a tool's name is gong_ and words of small letters, at most 64 characters");
    }
    Operation asked = Operation.of(present("operation", operation));
    List<Argument> all = argumentsOf(schemas);
    if (file != null) {
      all.addAll(file.arguments());
    }
    fitTogether(asked, all);
    Effect does = effectOf(present("effect", effect));
    return new Tool(
        name,
        present("title", title),
        present("description", description).strip(),
        asked,
        does,
        risksOf(risk),
        scopes == null ? List.of() : List.copyOf(scopes),
        List.copyOf(all),
        file,
        nothingFound,
        askForLess == null ? ASK_FOR_LESS : askForLess,
        schemas.inputSchema(does, all));
  }

  private List<Argument> argumentsOf(SchemaWriter schemas) {
    List<Argument> all = new ArrayList<>();
    if (arguments != null) {
      arguments.forEach((name, written) -> all.add(schemas.argument(name, written)));
    }
    if (body != null) {
      all.addAll(schemas.bodyArguments(body));
    }
    return all;
  }

  private static void fitTogether(Operation operation, List<Argument> arguments) {
    Set<String> inPath = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    EnumSet<Place> places = EnumSet.noneOf(Place.class);
    for (Argument argument : arguments) {
      places.add(argument.place());
      if (!names.add(argument.name())) {
        throw new IllegalArgumentException("two arguments are called " + argument.name());
      }
      if (argument.place() == Place.PATH) {
        inPath.add(argument.name());
        if (!argument.required() || !argument.schema().has("pattern")) {
          throw new IllegalArgumentException(
              "%s is part of the path, so it must be required and have a pattern"
                  .formatted(argument.name()));
        }
      }
    }
    if (!inPath.equals(new TreeSet<>(operation.placeholders()))) {
      throw new IllegalArgumentException(
          "the path asks for %s, the arguments give %s"
              .formatted(operation.placeholders(), inPath));
    }
    places.retainAll(EnumSet.of(Place.BODY, Place.WHOLE_BODY, Place.FILE));
    if (places.size() > 1) {
      throw new IllegalArgumentException("a request has one body, not " + places);
    }
  }

  private static Effect effectOf(String written) {
    return EFFECTS.stream()
        .filter(effect -> effect.name().toLowerCase(Locale.ROOT).equals(written))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("an effect is read, write or delete, not " + written));
  }

  private static Set<Risk> risksOf(@Nullable List<Risk> written) {
    if (written == null) {
      throw new IllegalArgumentException("'risk' is missing; it may be an empty list");
    }
    return Collections.unmodifiableSet(
        written.isEmpty() ? EnumSet.noneOf(Risk.class) : EnumSet.copyOf(written));
  }

  private static String present(String key, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("'%s' is missing".formatted(key));
    }
    return value;
  }
}

package dev.gamelan.simulator.world;

import dev.gamelan.simulator.facts.Facts;
import dev.gamelan.simulator.facts.FieldFacts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The permissions of a profile: every published one is there, denied unless granted. */
public record Permissions(ObjectNode json) {
  private static final ObjectNode NONE = nothing();

  static Permissions all() {
    return everywhere("all", true);
  }

  static Permissions own() {
    return everywhere("own", false);
  }

  /** What a request grants; what it leaves out is denied, and what is not published is ignored. */
  public static Permissions granted(JsonNode request) {
    return new Permissions(overlay(NONE.deepCopy(), request));
  }

  private static ObjectNode overlay(ObjectNode base, JsonNode request) {
    for (String name : base.propertyNames()) {
      JsonNode given = request.get(name);
      if (given != null && given.isObject() && base.get(name) instanceof ObjectNode group) {
        overlay(group, given);
      } else if (given != null && !given.isNull()) {
        base.set(name, given.deepCopy());
      }
    }
    return base;
  }

  private static Permissions everywhere(String level, boolean flag) {
    return new Permissions(fill(NONE.deepCopy(), level, flag));
  }

  private static ObjectNode fill(ObjectNode node, String level, boolean flag) {
    for (String name : node.propertyNames()) {
      if (node.get(name) instanceof ObjectNode group) {
        fill(group, group.has("libraryFolderIds") && !level.equals("all") ? "none" : level, flag);
      } else if (name.equals("permissionLevel")) {
        node.put(name, level);
      } else if (node.get(name).isBoolean()) {
        node.put(name, flag);
      }
    }
    return node;
  }

  private static ObjectNode nothing() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (FieldFacts field : Facts.published().of("POST /v2/permission-profile").fields()) {
      if (field.place() == FieldFacts.Place.BODY && !field.name().equals("id")) {
        String[] steps = field.name().split("\\.");
        ObjectNode parent = root;
        for (int step = 0; step < steps.length - 1; step++) {
          parent = (ObjectNode) parent.get(steps[step]);
        }
        plant(parent, steps[steps.length - 1], field);
      }
    }
    return root;
  }

  private static void plant(ObjectNode parent, String name, FieldFacts field) {
    switch (field.type()) {
      case "object" -> parent.putObject(name);
      case "boolean" -> parent.put(name, false);
      case "array<string>" -> parent.putArray(name);
      default -> parent.put(name, field.allowed().isEmpty() ? "" : "none");
    }
  }
}

package dev.gamelan.toolrouter.catalog;

import tools.jackson.databind.node.ObjectNode;

/** One argument of a tool, under the name that Gong gives it. */
record Argument(String name, Place place, boolean required, ObjectNode schema) {}

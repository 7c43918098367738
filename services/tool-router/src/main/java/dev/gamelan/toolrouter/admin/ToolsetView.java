package dev.gamelan.toolrouter.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A toolset and what is in it at this moment.
 *
 * @param readyMade whether it is there by itself
 * @param tools that it holds, by name
 * @param approved those of them that may be called
 * @param version null of one that is there by itself
 */
record ToolsetView(
    String name,
    @Nullable String title,
    @Nullable String description,
    boolean readyMade,
    List<String> tools,
    List<String> approved,
    @Nullable Long version) {}

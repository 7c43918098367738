package dev.gamelan.toolrouter.toolcall;

import org.jspecify.annotations.Nullable;

/**
 * What Gong answered, for programs that speak Gong's own API.
 *
 * @param body as Gong wrote it, after what visibility and policies took out of it
 */
public record GongResponse(int status, @Nullable String contentType, byte[] body) {}

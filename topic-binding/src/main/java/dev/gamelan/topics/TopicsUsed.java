package dev.gamelan.topics;

import dev.gamelan.schemas.Topic;
import java.util.List;

/**
 * A service's declaration of the topics it reads and writes; they exist before it binds to them.
 */
public record TopicsUsed(List<Topic<?>> read, List<Topic<?>> written) {}

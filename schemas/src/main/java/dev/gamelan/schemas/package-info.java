/**
 * The contract between the services: records, topics and the wire format; nothing else is shared.
 */
@NullMarked
package dev.gamelan.schemas;

import org.jspecify.annotations.NullMarked;

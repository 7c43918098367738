/**
 * How a service binds to topics: created as declared, decoded, and never stopped by a bad record.
 */
@NullMarked
package dev.gamelan.topics;

import org.jspecify.annotations.NullMarked;

/**
 * The tools: one for each of Gong's operations, read from YAML files, with all that happens between
 * a caller's arguments and Gong's answer except sending.
 *
 * <p>How the rest of the service uses it, in the order of a call:
 *
 * <pre>{@code
 * Catalog catalog = Catalog.load();                                   // once, at start
 * Tool tool = catalog.find("gong_list_calls").orElseThrow();
 * switch (argumentCheck.check(tool, arguments)) {                     // bounded, never throws
 *   case CheckedArguments.Invalid invalid -> invalid.sentence();      // for the caller
 *   case CheckedArguments.Valid valid -> requestBuilder.build(tool, valid);
 * }
 * ArgumentTrail trail = ArgumentTrail.of(tool, arguments);            // for the audit entry
 * GongAnswer answer = answerReading.read(tool, httpStatus, body, gongRequestId);
 * }</pre>
 *
 * <p>An operation is added by one entry in one of the files under {@code
 * resources/dev/gamelan/toolrouter/catalog/}; {@code shapes.yml} there says how an entry is
 * written.
 */
@NullMarked
package dev.gamelan.toolrouter.catalog;

import org.jspecify.annotations.NullMarked;

/**
 * Whether a call would be answered before its deadline, judged by what gong-caller and quota last
 * said of the connection.
 */
@NullMarked
package dev.gamelan.toolrouter.admission;

import org.jspecify.annotations.NullMarked;

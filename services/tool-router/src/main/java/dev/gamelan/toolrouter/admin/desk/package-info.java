/**
 * Where people who administer are received: what they may, what they sent, how they are answered.
 */
@NullMarked
package dev.gamelan.toolrouter.admin.desk;

import org.jspecify.annotations.NullMarked;

/**
 * Secrets and personal data are planted everywhere, and then looked for where they do not belong.
 */
@NullMarked
package dev.gamelan.system.canary;

import org.jspecify.annotations.NullMarked;

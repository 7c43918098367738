/** The door to the audit trail: each decision of this service, acknowledged or retried. */
@NullMarked
package dev.gamelan.toolrouter.audit;

import org.jspecify.annotations.NullMarked;

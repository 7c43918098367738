/** The generic CRM integration: its objects, its fields, and uploads that end later. */
@NullMarked
package dev.gamelan.simulator.crm;

import org.jspecify.annotations.NullMarked;

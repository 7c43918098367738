/** What the company has set up: workspaces, scorecards, trackers, briefs, call outcomes. */
@NullMarked
package dev.gamelan.simulator.settings;

import org.jspecify.annotations.NullMarked;

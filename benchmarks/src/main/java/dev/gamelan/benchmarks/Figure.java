package dev.gamelan.benchmarks;

/** One line of the table. */
record Figure(String name, String value, String aim) {}

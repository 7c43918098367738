package dev.gamelan.benchmarks;

/** One line of the table. */
public record Figure(String name, String value, String aim) {}

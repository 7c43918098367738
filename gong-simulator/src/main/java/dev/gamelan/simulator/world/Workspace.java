package dev.gamelan.simulator.world;

/** A division of the company in Gong. */
public record Workspace(String id, String name, String description) {}

package dev.gamelan.simulator.world;

/** A meeting that Gong put into somebody's calendar. */
public record Meeting(
    String id, String organizerEmail, String title, String startTime, String endTime) {}

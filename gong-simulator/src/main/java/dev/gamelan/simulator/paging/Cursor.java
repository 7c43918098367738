package dev.gamelan.simulator.paging;

/** What a cursor says: the page it leads to, until when, and for which inputs. */
record Cursor(int pageSize, int total, int pageNumber, long exp, int inputs) {}

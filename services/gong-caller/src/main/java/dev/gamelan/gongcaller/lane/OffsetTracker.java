package dev.gamelan.gongcaller.lane;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Commits a partition's offsets at the low watermark: a record only once every record before it has
 * ended, whatever order they end in.
 */
final class OffsetTracker {
  private final NavigableMap<Long, Entry> entries = new TreeMap<>();
  private long highest = -1;
  private int open;
  private long openBytes;
  private boolean closed;

  private static final class Entry {
    private final Runnable commit;
    private final long bytes;
    private boolean ended;

    private Entry(Runnable commit, long bytes) {
      this.commit = commit;
      this.bytes = bytes;
    }
  }

  /** False for a record that is here already, and for any once this is closed. */
  synchronized boolean arrived(long offset, long bytes, Runnable commit) {
    if (closed || offset <= highest) {
      return false;
    }
    highest = offset;
    entries.put(offset, new Entry(commit, bytes));
    open++;
    openBytes += bytes;
    return true;
  }

  synchronized void ended(long offset) {
    Entry entry = entries.get(offset);
    if (closed || entry == null || entry.ended) {
      return;
    }
    entry.ended = true;
    open--;
    openBytes -= entry.bytes;
    // Of neighbours that have ended only the last is ever committed: the others need not be kept.
    Map.Entry<Long, Entry> before = entries.lowerEntry(offset);
    if (before != null && before.getValue().ended) {
      entries.remove(before.getKey());
    }
    Map.Entry<Long, Entry> after = entries.higherEntry(offset);
    if (after != null && after.getValue().ended) {
      entries.remove(offset);
    }
    Entry first = entries.firstEntry().getValue();
    if (first.ended) {
      entries.pollFirstEntry();
      first.commit.run();
    }
  }

  /** From here on nothing is committed: the partition is another's. */
  synchronized void close() {
    closed = true;
    entries.clear();
    open = 0;
    openBytes = 0;
  }

  synchronized int open() {
    return open;
  }

  synchronized long openBytes() {
    return openBytes;
  }

  synchronized int kept() {
    return entries.size();
  }
}

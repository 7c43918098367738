package dev.gamelan.gongcaller.lane;

import java.util.ArrayDeque;
import java.util.Deque;

/** The kinds of limit Gong may have: of three a second, each with a clock of its own. */
enum GongModel {
  FIXED_WINDOW {
    @Override
    Counter counter(long phase) {
      return new Counter() {
        private long second = Long.MIN_VALUE;
        private int count;

        @Override
        public boolean accepts(long arrival) {
          long current = Math.floorDiv(arrival + phase, SECOND);
          count = current == second ? count + 1 : 1;
          second = current;
          return count <= LIMIT;
        }
      };
    }
  },
  SLIDING_LOG {
    @Override
    Counter counter(long phase) {
      return new Counter() {
        private final Deque<Long> log = new ArrayDeque<>();

        @Override
        public boolean accepts(long arrival) {
          while (!log.isEmpty() && arrival - log.getFirst() >= SECOND) {
            log.removeFirst();
          }
          log.addLast(arrival);
          return log.size() <= LIMIT;
        }
      };
    }
  },
  TOKEN_BUCKET {
    @Override
    Counter counter(long phase) {
      return new Counter() {
        private double tokens = LIMIT;
        private long last = Long.MIN_VALUE;

        @Override
        public boolean accepts(long arrival) {
          if (last != Long.MIN_VALUE) {
            tokens = Math.min(LIMIT, tokens + (double) LIMIT * (arrival - last) / SECOND);
          }
          last = arrival;
          if (tokens < 1) {
            return false;
          }
          tokens--;
          return true;
        }
      };
    }
  };

  static final long SECOND = 1_000_000_000;
  static final int LIMIT = 3;

  /** Asked in the order of arrival; what it refuses counts as well. */
  interface Counter {
    boolean accepts(long arrival);
  }

  abstract Counter counter(long phase);
}

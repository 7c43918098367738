package dev.gamelan.benchmarks.pacing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What three a second may mean at Gong; what is refused does not count, as is the simulator's
 * default.
 */
enum Window {
  FIXED {
    @Override
    Judge judge(long phase) {
      return new Judge() {
        private long second = Long.MIN_VALUE;
        private int count;

        @Override
        public boolean accepts(long arrival) {
          long current = Math.floorDiv(arrival + phase, SECOND);
          count = current == second ? count : 0;
          second = current;
          boolean accepts = count < LIMIT;
          count += accepts ? 1 : 0;
          return accepts;
        }
      };
    }
  },
  SLIDING {
    @Override
    Judge judge(long phase) {
      Deque<Long> last = new ArrayDeque<>();
      return arrival -> {
        while (!last.isEmpty() && arrival - last.getFirst() >= SECOND) {
          last.removeFirst();
        }
        boolean accepts = last.size() < LIMIT;
        if (accepts) {
          last.addLast(arrival);
        }
        return accepts;
      };
    }
  },
  BUCKET {
    @Override
    Judge judge(long phase) {
      return new Judge() {
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

  static final int LIMIT = 3;
  private static final long SECOND = 1_000_000_000;

  /** Asked in the order of arrival. */
  interface Judge {
    boolean accepts(long arrival);
  }

  abstract Judge judge(long phase);
}

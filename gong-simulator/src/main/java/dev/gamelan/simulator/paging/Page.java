package dev.gamelan.simulator.paging;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one request of a paged list gets. */
public sealed interface Page<T> {

  /** A hundred items or fewer, and where they stand among all. */
  record Found<T>(List<T> items, Records records) implements Page<T> {}

  /** The cursor is not one of ours, is for other inputs, or is too old. */
  record BadCursor<T>(String reason) implements Page<T> {}

  /** Gong's account of a page; the cursor is there only while more remain. */
  record Records(
      int totalRecords,
      int currentPageSize,
      int currentPageNumber,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cursor) {}
}

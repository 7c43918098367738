package dev.gamelan.gongcaller.testing;

import dev.gamelan.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** The connections that a gong-caller under test knows. */
public final class Connections {
  public static final String SLOW = "slow";
  public static final String SPENT = "spent";

  /** Its records are on the partition of {@link #SLOW}. */
  public static final String BESIDE_SLOW = onThePartitionOf(SLOW);

  static final List<String> KNOWN = List.of("default", SLOW, SPENT, BESIDE_SLOW);

  private Connections() {}

  private static String onThePartitionOf(String connection) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "fast-" + i)
        .filter(name -> partition(name) == partition(connection))
        .findFirst()
        .orElseThrow();
  }

  private static int partition(String key) {
    return BuiltInPartitioner.partitionForKey(
        key.getBytes(StandardCharsets.UTF_8), Topics.TOOL_CALL_REQUESTED.partitions());
  }
}

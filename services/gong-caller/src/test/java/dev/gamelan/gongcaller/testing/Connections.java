package dev.gamelan.gongcaller.testing;

import dev.gamelan.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** The connections that a gong-caller under test knows. */
public final class Connections {
  public static final String SLOW = "slow";
  public static final String SPENT = "spent";

  /** Its records are on the partition of {@link #SLOW}. */
  public static final String BESIDE_SLOW = named("fast-", partition(SLOW));

  /** One on each partition. */
  public static final List<String> EVERYWHERE =
      IntStream.range(0, Topics.TOOL_CALL_REQUESTED.partitions())
          .mapToObj(partition -> named("lane-", partition))
          .toList();

  static final List<String> KNOWN =
      Stream.concat(Stream.of("default", SLOW, SPENT, BESIDE_SLOW), EVERYWHERE.stream()).toList();

  private Connections() {}

  private static String named(String prefix, int partition) {
    return IntStream.range(0, 1_000)
        .mapToObj(number -> prefix + number)
        .filter(name -> partition(name) == partition)
        .findFirst()
        .orElseThrow();
  }

  private static int partition(String key) {
    return BuiltInPartitioner.partitionForKey(
        key.getBytes(StandardCharsets.UTF_8), Topics.TOOL_CALL_REQUESTED.partitions());
  }
}

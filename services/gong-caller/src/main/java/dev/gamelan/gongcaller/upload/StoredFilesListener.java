package dev.gamelan.gongcaller.upload;

import dev.gamelan.gongcaller.gong.BrokenOffException;
import dev.gamelan.schemas.FileChunk;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.StoredFile;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.UndecodableRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.stereotype.Component;

/** Reads one file's chunks from where they are, outside any group, as often as it is asked. */
@Component
@EnableConfigurationProperties(UploadProperties.class)
public final class StoredFilesListener {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int FEW = 2;

  private final DefaultKafkaConsumerFactory<String, byte[]> consumers;
  private final RecordDeserializer records;
  private final Duration patience;

  StoredFilesListener(
      KafkaProperties kafka, RecordDeserializer records, UploadProperties properties) {
    this.records = records;
    patience = properties.patience();
    Map<String, Object> settings = kafka.buildConsumerProperties();
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // What is deleted is gone: reading on where the topic now begins would be another file.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "gong-caller.upload");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, FEW);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FEW * 512 * 1024);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumers =
        new DefaultKafkaConsumerFactory<>(
            settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Looks whether all of the call's stored file is there, and has its first bytes in memory. */
  public OpenedFile open(ToolCallRequested call) {
    StoredFile file = OpenedFile.stored(call);
    if (file == null) {
      return new OpenedFile.None();
    }
    Consumer<String, byte[]> consumer = consumers.createConsumer();
    var closed = new AtomicBoolean();
    Runnable end =
        () -> {
          if (closed.compareAndSet(false, true)) {
            consumer.close();
          }
        };
    try {
      OpenedFile opened = open(call.getCallId(), file, consumer, end);
      if (!(opened instanceof OpenedFile.Ready)) {
        end.run();
      }
      return opened;
    } catch (IOException notTheFile) {
      end.run();
      return new OpenedFile.Gone();
    } catch (KafkaException problem) {
      end.run();
      return new OpenedFile.Unreadable(
          "The uploaded file could not be read back (%s)"
              .formatted(problem.getClass().getSimpleName()));
    }
  }

  private OpenedFile open(
      String callId, StoredFile file, Consumer<String, byte[]> consumer, Runnable end)
      throws IOException {
    var partition = new TopicPartition(Topics.UPLOAD_CHUNK.name(), file.getPartition());
    var here = List.of(partition);
    Long first = consumer.beginningOffsets(here).get(partition);
    Long after = consumer.endOffsets(here).get(partition);
    if (first == null
        || after == null
        || file.getFirstOffset() < first
        || file.getLastOffset() >= after) {
      return new OpenedFile.Gone();
    }
    consumer.assign(here);
    consumer.seek(partition, file.getFirstOffset());
    var content =
        new StoredContent(file, () -> next(callId, consumer), end, patience, System::nanoTime);
    content.advance();
    return new OpenedFile.Ready(callId, content);
  }

  /** Other calls' chunks lie between. */
  private List<FileChunk> next(String callId, Consumer<String, byte[]> consumer) {
    List<FileChunk> chunks = new ArrayList<>();
    try {
      for (var read : consumer.poll(POLL)) {
        if (callId.equals(read.key())
            && decoded(read.topic(), read.value()) instanceof FileChunk it) {
          chunks.add(it);
        }
      }
    } catch (KafkaException gone) {
      throw new UncheckedIOException(
          new BrokenOffException(
              "The uploaded file could not be read back to its end (%s)"
                  .formatted(gone.getClass().getSimpleName())));
    }
    return chunks;
  }

  private @Nullable SpecificRecord decoded(String topic, byte[] value) {
    try {
      return records.deserialize(topic, value);
    } catch (UndecodableRecordException never) {
      return null;
    }
  }
}

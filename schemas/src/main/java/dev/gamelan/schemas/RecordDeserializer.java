package dev.gamelan.schemas;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic's records in either wire format, so that an installation may switch between them.
 */
public final class RecordDeserializer implements Deserializer<SpecificRecord> {
  private final Function<Topic<?>, List<Schema>> released;
  private final Map<String, Readable> readables = new ConcurrentHashMap<>();
  private final Map<Written, DatumReader<SpecificRecord>> readers = new ConcurrentHashMap<>();
  private @Nullable SchemaRegistry registry;

  public RecordDeserializer() {
    this(ReleasedSchemas::of);
  }

  RecordDeserializer(Function<Topic<?>, List<Schema>> released) {
    this.released = released;
  }

  /** A topic's record as this program knows it, and its released versions by their fingerprint. */
  private static final class Readable {
    private final Schema schema;
    private final SpecificData model;
    private final Map<Long, Schema> byFingerprint = new HashMap<>();

    Readable(Topic<?> topic, List<Schema> released) {
      model = SpecificData.getForClass(topic.type());
      schema = model.getSchema(topic.type());
      released.forEach(this::add);
      add(schema);
    }

    private void add(Schema version) {
      byFingerprint.put(SchemaNormalization.parsingFingerprint64(version), version);
    }
  }

  private record Written(String topic, WireFormat format, long schemaId) {}

  @Override
  public void configure(Map<String, ?> configuration, boolean isKey) {
    registry =
        RegistrySettings.of(configuration)
            .map(
                settings ->
                    new SchemaRegistry(new RegistryClient(settings), InstantSource.system()))
            .orElse(null);
  }

  /**
   * @throws UndecodableRecordException if the bytes are no record of this topic
   * @throws RegistryUnavailableException if the registry has to be asked and does not serve
   */
  @Override
  public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    Readable readable = readables.computeIfAbsent(topic, this::readable);
    WireFormat format = WireFormat.of(bytes);
    if (format == null) {
      throw new UndecodableRecordException(
          "Not a record of %s: neither of the two wire formats begins so".formatted(topic));
    }
    var written = new Written(topic, format, format.id(bytes));
    DatumReader<SpecificRecord> reader = readers.get(written);
    if (reader == null) {
      reader =
          new SpecificDatumReader<>(
              writerSchema(written, readable), readable.schema, readable.model);
      readers.put(written, reader);
    }
    return decode(topic, reader, bytes, format.headerLength());
  }

  private Readable readable(String name) {
    return Topics.named(name)
        .map(topic -> new Readable(topic, released.apply(topic)))
        .orElseThrow(
            () -> new UndecodableRecordException("No record type is known for topic " + name));
  }

  private Schema writerSchema(Written written, Readable readable) {
    Schema schema =
        switch (written.format()) {
          case SINGLE_OBJECT ->
              Optional.ofNullable(readable.byFingerprint.get(written.schemaId()))
                  .orElseThrow(
                      () ->
                          new UndecodableRecordException(
                              "Not a record of %s: no released schema has the fingerprint %016x"
                                  .formatted(written.topic(), written.schemaId())));
          case CONFLUENT -> registered(written);
        };
    // Avro itself would fit one record's bytes to another's fields wherever the types allow it.
    if (!schema.getFullName().equals(readable.schema.getFullName())) {
      throw new UndecodableRecordException(
          "Not a record of %s but a %s".formatted(written.topic(), schema.getFullName()));
    }
    return schema;
  }

  private Schema registered(Written written) {
    if (registry == null) {
      throw new UndecodableRecordException(
          "The record of %s names schema %d of a registry, but %s is not set"
              .formatted(written.topic(), written.schemaId(), RegistrySettings.URL));
    }
    return registry
        .schemaOf((int) written.schemaId())
        .orElseThrow(
            () ->
                new UndecodableRecordException(
                    "Not a record of %s: the registry knows no Avro schema %d"
                        .formatted(written.topic(), written.schemaId())));
  }

  private static SpecificRecord decode(
      String topic, DatumReader<SpecificRecord> reader, byte[] bytes, int from) {
    boolean complete;
    SpecificRecord record;
    try {
      BinaryDecoder decoder =
          DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
      record = reader.read(null, decoder);
      complete = decoder.isEnd();
    } catch (IOException | RuntimeException unreadable) {
      throw new UndecodableRecordException(
          "Not a record of %s: its bytes end in %s"
              .formatted(topic, unreadable.getClass().getSimpleName()));
    }
    if (!complete) {
      throw new UndecodableRecordException("More than a record of " + topic);
    }
    return record;
  }
}

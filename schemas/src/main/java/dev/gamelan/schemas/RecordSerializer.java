package dev.gamelan.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record in the wire format of the installation: Confluent's if a schema registry is
 * configured ({@link RegistrySettings#URL}), otherwise Avro's single-object encoding.
 */
public final class RecordSerializer implements Serializer<SpecificRecord> {
  private @Nullable SchemaRegistry registry;

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
   * @throws RegistryUnavailableException if the schema is not registered yet and cannot be now
   */
  @Override
  public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord message) {
    if (message == null) {
      return null;
    }
    refuseWrongType(topic, message);
    byte[] header =
        registry == null
            ? WireFormat.SINGLE_OBJECT.header(
                SchemaNormalization.parsingFingerprint64(message.getSchema()))
            : WireFormat.CONFLUENT.header(registry.idOf(topic, message.getSchema()));
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header);
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new SpecificDatumWriter<SpecificRecord>(
              message.getSchema(), SpecificData.getForClass(message.getClass()))
          .write(message, encoder);
      encoder.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void refuseWrongType(String topic, SpecificRecord message) {
    Topics.named(topic)
        .filter(known -> !known.type().isInstance(message))
        .ifPresent(
            known -> {
              throw new SerializationException(
                  "%s carries %s, not %s"
                      .formatted(
                          topic, known.type().getSimpleName(), message.getClass().getSimpleName()));
            });
  }
}

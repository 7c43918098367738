package dev.gamelan.schemas;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads a topic's records in the wire format of the installation. */
public final class RecordDeserializer implements Deserializer<SpecificRecord> {
  static {
    GeneratedClassTrust.establish();
  }

  private static final Map<String, BinaryMessageDecoder<SpecificRecord>> DECODERS =
      Topics.ALL.stream()
          .collect(Collectors.toUnmodifiableMap(Topic::name, RecordDeserializer::decoder));

  private static BinaryMessageDecoder<SpecificRecord> decoder(Topic<?> topic) {
    var model = SpecificData.getForClass(topic.type());
    return new BinaryMessageDecoder<>(model, model.getSchema(topic.type()));
  }

  @Override
  public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    var decoder = DECODERS.get(topic);
    if (decoder == null) {
      throw new SerializationException("No record type is known for topic " + topic);
    }
    try {
      return decoder.decode(bytes);
    } catch (IOException | RuntimeException unreadable) {
      throw new SerializationException("Not a record of " + topic, unreadable);
    }
  }
}

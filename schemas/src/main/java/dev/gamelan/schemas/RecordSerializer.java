package dev.gamelan.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes a record in the wire format of the installation. */
public final class RecordSerializer implements Serializer<SpecificRecord> {
  static {
    GeneratedClassTrust.establish();
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord message) {
    if (message == null) {
      return null;
    }
    var model = SpecificData.getForClass(message.getClass());
    var bytes = new ByteArrayOutputStream();
    try {
      new BinaryMessageEncoder<SpecificRecord>(model, message.getSchema()).encode(message, bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}

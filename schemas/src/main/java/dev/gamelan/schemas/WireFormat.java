package dev.gamelan.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** How a record's bytes say which schema they were written with; readers understand both ways. */
enum WireFormat {
  /** A zero byte, then the registry's id in four bytes, big-endian. */
  CONFLUENT(new byte[] {0}, Integer.BYTES, ByteOrder.BIG_ENDIAN),

  /** C3 01, then the schema's CRC-64-AVRO fingerprint in eight bytes, little-endian. */
  SINGLE_OBJECT(new byte[] {(byte) 0xC3, 1}, Long.BYTES, ByteOrder.LITTLE_ENDIAN);

  private final byte[] magic;
  private final int idBytes;
  private final ByteOrder order;

  WireFormat(byte[] magic, int idBytes, ByteOrder order) {
    this.magic = magic;
    this.idBytes = idBytes;
    this.order = order;
  }

  static @Nullable WireFormat of(byte[] bytes) {
    for (WireFormat format : values()) {
      if (bytes.length >= format.headerLength()
          && ByteBuffer.wrap(bytes, 0, format.magic.length).equals(ByteBuffer.wrap(format.magic))) {
        return format;
      }
    }
    return null;
  }

  int headerLength() {
    return magic.length + idBytes;
  }

  byte[] header(long id) {
    var header = ByteBuffer.allocate(headerLength()).order(order).put(magic);
    return (idBytes == Integer.BYTES ? header.putInt((int) id) : header.putLong(id)).array();
  }

  long id(byte[] bytes) {
    var header = ByteBuffer.wrap(bytes, magic.length, idBytes).order(order);
    return idBytes == Integer.BYTES ? header.getInt() : header.getLong();
  }
}

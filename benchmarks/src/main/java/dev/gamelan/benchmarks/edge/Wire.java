package dev.gamelan.benchmarks.edge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One kept-alive HTTP connection that costs the measuring side next to nothing. */
final class Wire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private byte[] body = {};

  Wire(int port) throws IOException {
    this(port, 64 * 1024);
  }

  Wire(int port, int buffer) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream(), buffer);
  }

  static byte[] post(String path, String headers, String json) {
    return ("POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(path, headers, json.getBytes(StandardCharsets.UTF_8).length, json))
        .getBytes(StandardCharsets.UTF_8);
  }

  void send(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
  }

  /** The whole body of an answer, which has to be a good one. */
  String answer() throws IOException {
    int length = readAnswer();
    return new String(body, 0, length, StandardCharsets.UTF_8);
  }

  /** How long the body was. */
  int readAnswer() throws IOException {
    String status = line();
    long length = head();
    if (!status.startsWith("HTTP/1.1 20")) {
      throw new IOException(status);
    }
    return length >= 0 ? read(Math.toIntExact(length), 0) : readChunks();
  }

  private int readChunks() throws IOException {
    int read = 0;
    for (int size = chunk(); size > 0; size = chunk()) {
      read = read(size, read);
      line();
    }
    line();
    return read;
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  /** Up to the end of the headers of a stream. */
  void stream() throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(status);
    }
    head();
  }

  /** The data of the next event, whatever else is between. */
  String event() throws IOException {
    for (String line = line(); ; line = line()) {
      if (line.startsWith("data:")) {
        return line.substring(5).strip();
      }
    }
  }

  private int read(int length, int from) throws IOException {
    if (body.length < from + length) {
      body = Arrays.copyOf(body, (from + length) * 2);
    }
    if (in.readNBytes(body, from, length) < length) {
      throw new IOException("The answer ended too early");
    }
    return from + length;
  }

  /** The length of the body; less than 0 where it comes in chunks. */
  private long head() throws IOException {
    long length = -1;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      }
    }
    return length;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("The connection was closed");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

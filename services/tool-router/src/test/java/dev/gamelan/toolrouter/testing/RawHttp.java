package dev.gamelan.toolrouter.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which anything can be sent, also what is no HTTP. */
public final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private final Socket socket;

  /**
   * What came.
   *
   * @param status 0 where nothing came that is an answer
   * @param closed whether the other side hung up, and did not only fall silent
   */
  public record Answer(int status, String text, boolean closed) {
    public String header(String name) {
      int end = text.indexOf("\r\n\r\n");
      return (end < 0 ? text : text.substring(0, end))
          .lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }

    /** What follows the first answer's head: its body, and any further answers. */
    public String rest() {
      int end = text.indexOf("\r\n\r\n");
      return end < 0 ? "" : text.substring(end + 4);
    }

    /** Of the first answer, where more than one came; not to be asked of an answer to HEAD. */
    public String body() {
      byte[] all = rest().getBytes(StandardCharsets.UTF_8);
      String length = header("Content-Length");
      return new String(
          all,
          0,
          length.isEmpty() ? all.length : Math.min(all.length, Integer.parseInt(length)),
          StandardCharsets.UTF_8);
    }
  }

  private RawHttp(Socket socket) {
    this.socket = socket;
  }

  public static RawHttp to(String url) {
    try {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(64 * 1024);
      socket.connect(new InetSocketAddress("localhost", URI.create(url).getPort()));
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new RawHttp(socket);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Nothing more will be sent, though answers are read. */
  public void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** Whether the other side takes it no longer. */
  public boolean isClosedAfterSending(String text) {
    return isClosedAfterSending(text.getBytes(StandardCharsets.UTF_8));
  }

  public boolean isClosedAfterSending(byte[] bytes) {
    try {
      send(bytes);
      return false;
    } catch (IOException gone) {
      return true;
    }
  }

  /** All that comes until the other side hangs up, or a stream of events has begun. */
  public Answer read() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] part = new byte[64 * 1024];
    InputStream in = socket.getInputStream();
    boolean closed = false;
    try {
      for (int length = in.read(part); ; length = in.read(part)) {
        if (length < 0) {
          closed = true;
          break;
        }
        read.write(part, 0, length);
        if (read.size() < part.length && text(read).contains("text/event-stream")) {
          break;
        }
      }
    } catch (SocketTimeoutException silent) {
      closed = false;
    } catch (SocketException reset) {
      closed = true;
    }
    String text = text(read);
    int status =
        text.startsWith("HTTP/") && text.length() > 12
            ? Integer.parseInt(text.substring(9, 12))
            : 0;
    return new Answer(status, text, closed);
  }

  /** Reads until so many answers have begun; silence is a failure. */
  public void awaitAnswers(int count) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] part = new byte[64 * 1024];
    while (text(read).split("HTTP/1\\.1 ", -1).length <= count) {
      int length = socket.getInputStream().read(part);
      if (length < 0) {
        throw new IOException("Hung up on after " + text(read));
      }
      read.write(part, 0, length);
    }
  }

  private static String text(ByteArrayOutputStream read) {
    return read.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

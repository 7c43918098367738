package dev.gamelan.gongcaller.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Takes uploads byte by byte and keeps none: only what they were. */
public final class RawGong implements AutoCloseable {
  private final ServerSocket server;
  private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Pause pause;
  private final List<Taken> taken = new CopyOnWriteArrayList<>();

  private record Pause(long at, Runnable meanwhile) {}

  /**
   * One request.
   *
   * @param announced its Content-Length
   * @param received how much of its body came
   * @param sha256 of the file in the form, where all came
   */
  public record Taken(String head, String part, long announced, long received, String sha256) {
    public boolean whole() {
      return announced == received;
    }
  }

  public RawGong() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(
        () -> {
          try {
            while (true) {
              Socket socket = server.accept();
              Thread.startVirtualThread(() -> serve(socket));
            }
          } catch (IOException closed) {
            // the test is over
          }
        });
  }

  public String url() {
    return "http://localhost:" + server.getLocalPort();
  }

  /** Answers the next request with this, at its head, and hangs up without its body. */
  public void refuseNext(int status) {
    refusals.add(status);
  }

  /** Runs this once, when so much of the next file has come, and reads no further meanwhile. */
  public void pauseAt(long received, Runnable meanwhile) {
    pause = new Pause(received, meanwhile);
  }

  public List<Taken> taken(String probe) {
    return taken.stream().filter(one -> one.head().contains(probe)).toList();
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
      while (true) {
        String head = block(in);
        if (head.isEmpty()) {
          return;
        }
        Integer refused = refusals.poll();
        if (refused != null) {
          taken.add(new Taken(head, "", announced(head), 0, ""));
          answer(socket, refused, "Retry-After: 1\r\n");
          // Read on, so that what was said is not lost with a reset.
          socket.shutdownOutput();
          in.transferTo(OutputStream.nullOutputStream());
          return;
        }
        taken.add(receive(head, in));
        answer(socket, 200, "");
      }
    } catch (IOException hungUp) {
      // is noted where it matters
    }
  }

  private Taken receive(String head, InputStream in) throws IOException {
    long announced = announced(head);
    if (announced == 0) {
      return new Taken(head, "", 0, 0, "");
    }
    String part = block(in);
    String boundary = part.substring(0, part.indexOf("\r\n"));
    long end = boundary.length() + 6;
    var digesting = new DigestInputStream(in, sha256());
    long file = announced - part.getBytes(StandardCharsets.UTF_8).length - end;
    Pause now = pause;
    long before = now == null ? 0 : skip(digesting, now.at());
    if (now != null) {
      pause = null;
      now.meanwhile().run();
    }
    long received = before + skip(digesting, file - before);
    String sha256 = HexFormat.of().formatHex(digesting.getMessageDigest().digest());
    long rest = received < file ? 0 : skip(in, end);
    return new Taken(head, part, announced, announced - end - file + received + rest, sha256);
  }

  /** How much of it came until the other side hung up. */
  private static long skip(InputStream in, long length) {
    var some = new byte[65_536];
    long skipped = 0;
    try {
      while (skipped < length) {
        int read = in.read(some, 0, (int) Math.min(some.length, length - skipped));
        if (read < 0) {
          break;
        }
        skipped += read;
      }
    } catch (IOException reset) {
      return skipped;
    }
    return skipped;
  }

  private static String block(InputStream in) throws IOException {
    var text = new StringBuilder();
    while (text.length() < 4 || !text.substring(text.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static long announced(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
        .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  private static void answer(Socket socket, int status, String headers) throws IOException {
    String body = "{\"requestId\":\"r\"}";
    socket
        .getOutputStream()
        .write(
            "HTTP/1.1 %d x\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(status, headers, body.length(), body)
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

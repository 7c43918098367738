package dev.gamelan.benchmarks.pacing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A way to Gong that takes time, another one for each request and for each answer. */
final class JitterLink implements AutoCloseable {
  private static final long WAY_MICROS = 20_000;

  private final ServerSocket door;
  private final int target;
  private final long jitterMicros;
  private final Random dice;

  private JitterLink(ServerSocket door, int target, long jitterMicros, long seed) {
    this.door = door;
    this.target = target;
    this.jitterMicros = jitterMicros;
    this.dice = new Random(seed);
  }

  static JitterLink to(String url, long jitterMillis, long seed) throws IOException {
    var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var link = new JitterLink(door, URI.create(url).getPort(), jitterMillis * 1000, seed);
    Thread.ofVirtual().start(link::accept);
    return link;
  }

  String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = door.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> carry(near, far));
        Thread.ofPlatform().daemon().start(() -> carry(far, near));
      }
    } catch (IOException closed) {
      // nobody comes any more
    }
  }

  private void carry(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      long freshFrom = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        // What comes right after is of the same request.
        if (System.nanoTime() > freshFrom) {
          TimeUnit.MICROSECONDS.sleep(way());
        }
        out.write(buffer, 0, read);
        freshFrom = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
      }
    } catch (IOException | InterruptedException ended) {
      // and so has the connection
    }
  }

  private synchronized long way() {
    long extra = Math.round(dice.nextGaussian() * jitterMicros);
    return Math.max(1_000, WAY_MICROS + extra);
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}

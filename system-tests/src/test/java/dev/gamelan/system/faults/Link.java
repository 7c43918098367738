package dev.gamelan.system.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire between two processes that can be cut, one way or both, and slowed down. As on a real
 * network nothing says so: what is sent into a cut wire arrives once it is whole again.
 */
final class Link implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private final Set<Way> cut = EnumSet.noneOf(Way.class);
  private Duration delay = Duration.ZERO;

  enum Way {
    THERE,
    BACK
  }

  private Link(ServerSocket door, int target) {
    this.door = door;
    this.target = target;
  }

  static Link to(int target) throws IOException {
    var link = new Link(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), target);
    Thread.startVirtualThread(link::accept);
    return link;
  }

  int port() {
    return door.getLocalPort();
  }

  synchronized void cut(Way... ways) {
    cut.addAll(Set.of(ways));
  }

  /** Everything that passes takes that much longer, each way. */
  synchronized void slow(Duration by) {
    delay = by;
  }

  synchronized void heal() {
    cut.clear();
    delay = Duration.ZERO;
    notifyAll();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = door.accept();
        ends.add(near);
        Thread.startVirtualThread(() -> join(near));
      }
    } catch (IOException closed) {
      // Whoever closes the door ends this.
    }
  }

  private void join(Socket near) {
    try {
      passable(Way.THERE);
      passable(Way.BACK);
      var far = new Socket();
      ends.add(far);
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      Thread.startVirtualThread(() -> carry(far, near, Way.BACK));
      carry(near, far, Way.THERE);
    } catch (IOException unreachable) {
      end(near);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      end(near);
    }
  }

  private void carry(Socket from, Socket to, Way way) {
    byte[] bytes = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        passable(way);
        out.write(bytes, 0, length);
      }
    } catch (IOException broken) {
      // The other end is told below.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    end(from);
    end(to);
  }

  private void passable(Way way) throws InterruptedException {
    Duration wait;
    synchronized (this) {
      while (cut.contains(way)) {
        wait();
      }
      wait = delay;
    }
    Thread.sleep(wait);
  }

  private void end(Socket socket) {
    ends.remove(socket);
    try {
      socket.close();
    } catch (IOException closed) {
      // It is.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    heal();
    ends.forEach(this::end);
  }
}

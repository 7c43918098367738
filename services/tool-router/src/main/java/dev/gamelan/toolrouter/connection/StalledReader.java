package dev.gamelan.toolrouter.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hangs up on a client that has stopped to read: what waits for it would be kept for as long as it
 * likes. Costs nothing while everything goes out at once.
 */
final class StalledReader extends ChannelDuplexHandler {
  private final long patienceNanos;
  private final ChannelFutureListener wrote = future -> this.gone++;
  private long gone;
  private long goneBefore;
  private long progressBefore;
  private @Nullable ScheduledFuture<?> watch;

  StalledReader(Duration patience) {
    this.patienceNanos = patience.toNanos();
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    super.write(context, message, promise.unvoid().addListener(wrote));
  }

  @Override
  public void flush(ChannelHandlerContext context) throws Exception {
    super.flush(context);
    if (watch == null && waiting(context) > 0) {
      watch(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (watch != null) {
      watch.cancel(false);
    }
    super.channelInactive(context);
  }

  private void watch(ChannelHandlerContext context) {
    goneBefore = gone;
    progressBefore = progress(context);
    watch =
        context
            .executor()
            .schedule(
                () -> {
                  look(context);
                  return context;
                },
                patienceNanos,
                TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext context) throws Exception {
    watch = null;
    if (!context.channel().isActive() || waiting(context) == 0) {
      return;
    }
    if (gone == goneBefore && progress(context) == progressBefore) {
      super.close(context, context.newPromise());
    } else {
      watch(context);
    }
  }

  private static long waiting(ChannelHandlerContext context) {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Of the first message that waits, how much of it has gone out. */
  private static long progress(ChannelHandlerContext context) {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.currentProgress();
  }
}

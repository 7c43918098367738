package dev.gamelan.toolrouter.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hangs up on a client whose request does not come to its end. An upload has longer, but not once
 * it has been answered.
 */
final class SlowRequest extends ChannelDuplexHandler {
  private final Duration patience;
  private final Duration patienceWithUploads;
  private @Nullable ScheduledFuture<?> end;

  SlowRequest(Duration patience, Duration patienceWithUploads) {
    this.patience = patience;
    this.patienceWithUploads = patienceWithUploads;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof HttpRequest request) {
      endIn(context, isUpload(request) ? patienceWithUploads : patience);
    }
    if (message instanceof LastHttpContent) {
      stop();
    }
    super.channelRead(context, message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof LastHttpContent
        && end != null
        && end.getDelay(TimeUnit.MILLISECONDS) > patience.toMillis()) {
      endIn(context, patience);
    }
    super.write(context, message, promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    stop();
    super.channelInactive(context);
  }

  private static boolean isUpload(HttpRequest request) {
    String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
    return request.uri().startsWith("/proxy/")
        && type.regionMatches(true, 0, "multipart/", 0, "multipart/".length());
  }

  private void endIn(ChannelHandlerContext context, Duration time) {
    stop();
    end =
        context
            .executor()
            .schedule(
                () -> {
                  super.close(context, context.newPromise());
                  return context;
                },
                time.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void stop() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }
}

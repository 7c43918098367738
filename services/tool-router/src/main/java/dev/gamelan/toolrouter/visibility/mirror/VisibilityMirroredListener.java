package dev.gamelan.toolrouter.visibility.mirror;

import dev.gamelan.schemas.VisibilityMirrored;
import java.util.function.Consumer;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Hears what was read of Gong's permissions, by this instance or another. */
@Component("visibilityMirrored")
final class VisibilityMirroredListener implements Consumer<Message<VisibilityMirrored>> {
  private final Mirrors mirrors;

  VisibilityMirroredListener(Mirrors mirrors) {
    this.mirrors = mirrors;
  }

  @Override
  public void accept(Message<VisibilityMirrored> message) {
    mirrors.replay(message.getPayload());
  }
}

package dev.gamelan.system.canary;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Hears all that is logged in this JVM: at the level of a service that was started by itself, and
 * from our own code everything from debug on.
 */
final class LogHeard extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Map<Logger, @Nullable Level> before = new HashMap<>();
  private final Logger root;

  LogHeard() {
    var loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    // What the terminal keeps out of its file would be in the log of a container.
    for (String name :
        List.of("org.apache.kafka", "org.springframework.integration", "state.change.logger")) {
      set(loggers.getLogger(name), Level.INFO);
    }
    set(loggers.getLogger("dev.gamelan"), Level.DEBUG);
    setContext(loggers);
    start();
    root.addAppender(this);
  }

  private void set(Logger logger, Level level) {
    before.put(logger, logger.getLevel());
    logger.setLevel(level);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLoggerName().startsWith("dev.gamelan.simulator")) {
      return;
    }
    var line =
        new StringBuilder(event.getLoggerName()).append(' ').append(event.getFormattedMessage());
    line.append(' ').append(event.getMDCPropertyMap());
    if (event.getKeyValuePairs() != null) {
      line.append(' ').append(event.getKeyValuePairs());
    }
    if (event.getThrowableProxy() != null) {
      line.append(' ').append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    lines.add(line.toString());
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    root.detachAppender(this);
    before.forEach(Logger::setLevel);
  }
}

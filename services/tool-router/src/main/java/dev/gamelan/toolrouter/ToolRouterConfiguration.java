package dev.gamelan.toolrouter;

import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.TopicsUsed;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What all features of this service share: its topics, its clock, and threads that may block. */
@Configuration(proxyBeanMethods = false)
class ToolRouterConfiguration {
  @Bean
  TopicsUsed topicsUsed() {
    return new TopicsUsed(
        List.of(
            Topics.TOOL_CALL_COMPLETED,
            Topics.LANE_STATE,
            Topics.QUOTA_STATE,
            Topics.CLIENT_ANSWERED,
            Topics.EDGE_SIGNALLED,
            Topics.TASK_NOTED,
            Topics.GOVERNANCE,
            Topics.CONNECTION_STATE,
            Topics.AUDIT,
            Topics.VISIBILITY_MIRRORED),
        List.of(
            Topics.TOOL_CALL_REQUESTED,
            Topics.TOOL_CALL_CANCELLED,
            Topics.AUDIT,
            Topics.CLIENT_ANSWERED,
            Topics.EDGE_SIGNALLED,
            Topics.TASK_NOTED,
            Topics.GOVERNANCE,
            Topics.VISIBILITY_MIRRORED,
            Topics.UPLOAD_CHUNK));
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean(destroyMethod = "shutdown")
  ExecutorService blocking() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
  }

  @Bean
  Scheduler blockingScheduler(ExecutorService blocking) {
    return Schedulers.fromExecutorService(blocking);
  }
}

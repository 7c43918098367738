package dev.gamelan.toolrouter.connection;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/** Gives each connection its bounds. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConnectionProperties.class)
class ConnectionConfiguration {
  @Bean
  NettyServerCustomizer boundedConnections(ConnectionProperties properties) {
    return server ->
        server.doOnChannelInit(
            (observer, channel, remote) ->
                channel
                    .pipeline()
                    .addFirst(new StalledReader(properties.stalled()))
                    .addAfter(
                        NettyPipeline.HttpCodec,
                        "slow-request",
                        new SlowRequest(properties.request(), properties.upload())));
  }
}

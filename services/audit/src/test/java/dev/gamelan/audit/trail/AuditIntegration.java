package dev.gamelan.audit.trail;

import dev.gamelan.audit.AuditApplication;
import dev.gamelan.topics.testing.WithBroker;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Import;

/** The whole service with a real broker and a real PostgreSQL, shared by all test classes. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@WithBroker
@SpringBootTest(
    classes = AuditApplication.class,
    properties = {"spring.config.name=audit", "server.port=0"},
    webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@AutoConfigureWebTestClient(timeout = "30s")
@Import({Installation.class, FollowedTopics.class})
@interface AuditIntegration {}

package dev.gamelan.gongcaller.testing;

import dev.gamelan.topics.testing.WithBroker;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a {@link CallerAtWork} of its own, as a parameter of its constructor. Before
 * each test everything around it is as usual.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@WithBroker
@ExtendWith(CallerExtension.class)
public @interface WithCaller {
  /** Further arguments of its command line. */
  String[] value() default {};
}

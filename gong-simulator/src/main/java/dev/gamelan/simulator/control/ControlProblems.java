package dev.gamelan.simulator.control;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says in a sentence what is wrong with a control request. */
@RestControllerAdvice(basePackageClasses = ControlEndpoint.class)
class ControlProblems {

  @ExceptionHandler
  ProblemDetail unusable(IllegalArgumentException unusable) {
    return problem(String.valueOf(unusable.getMessage()));
  }

  @ExceptionHandler
  ProblemDetail unreadable(ServerWebInputException unreadable) {
    Throwable cause = unreadable;
    while (cause.getCause() != null && !(cause instanceof JacksonException)) {
      cause = cause.getCause();
    }
    return problem(
        switch (cause) {
          case UnrecognizedPropertyException unknown ->
              path(unknown) + " is not known here; known are " + unknown.getKnownPropertyIds();
          case InvalidFormatException wrong ->
              path(wrong) + " cannot be " + wrong.getValue() + choices(wrong.getTargetType());
          case ValueInstantiationException refused when refused.getCause() != null ->
              String.valueOf(refused.getCause().getMessage());
          case JacksonException other -> "The body is not readable JSON of the expected shape";
          default -> String.valueOf(unreadable.getReason());
        });
  }

  private static String path(JacksonException exception) {
    List<JacksonException.Reference> steps = exception.getPath();
    return steps.stream()
        .map(
            step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getPropertyName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static String choices(Class<?> type) {
    return type.isEnum() ? "; it is one of " + Arrays.toString(type.getEnumConstants()) : "";
  }

  private static ProblemDetail problem(String detail) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
  }
}

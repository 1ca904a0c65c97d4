package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.understudy.common.UnderstudyException;

/**
 * An error as it is shown.
 *
 * @param errorClass the label of its class, such as {@code host key}; {@code class} in JSON
 * @param subject whom it happened to
 * @param message what happened
 * @param remedy what a person can do; empty where nothing more can be said
 */
public record ErrorView(
    @JsonProperty("class") String errorClass, String subject, String message, String remedy) {
  public static ErrorView of(UnderstudyException e) {
    return new ErrorView(e.errorClass().label(), e.subject(), e.getMessage(), e.remedy());
  }
}

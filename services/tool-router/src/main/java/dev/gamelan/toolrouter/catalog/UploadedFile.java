package dev.gamelan.toolrouter.catalog;

import java.util.Objects;

/** The form field that a file goes into, and its type unless the caller names another. */
record UploadedFile(String part, String contentType) {
  UploadedFile {
    Objects.requireNonNull(part, "'file' has no part");
    Objects.requireNonNull(contentType, "'file' has no contentType");
  }

  static final String CONTENT = "content";
  static final String NAME = "fileName";
  static final String CONTENT_TYPE = "contentType";

  /** Of the decoded file: what a command on Kafka can carry. */
  static final int MAX_BYTES = 5 * 1024 * 1024;

  static final int MAX_BASE64 = (MAX_BYTES + 2) / 3 * 4;
}

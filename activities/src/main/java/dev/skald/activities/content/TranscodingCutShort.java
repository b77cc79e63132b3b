package dev.skald.activities.content;

/** It can be gone on with, by another try. */
final class TranscodingCutShort extends RuntimeException {

  TranscodingCutShort(String message) {
    super(message);
  }
}

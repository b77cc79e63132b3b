package dev.skald.domain.content;

import java.time.Duration;

/** What is found out about a source by looking at it. */
public record MediaMetadata(
    String container, Duration duration, int width, int height, long bytes, String checksum) {}

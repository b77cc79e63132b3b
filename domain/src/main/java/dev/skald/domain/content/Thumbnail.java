package dev.skald.domain.content;

import java.time.Duration;

/** A still picture of a moment. */
public record Thumbnail(Duration at, int width, int height, String checksum) {}

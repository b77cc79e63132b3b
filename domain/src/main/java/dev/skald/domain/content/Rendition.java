package dev.skald.domain.content;

/** Content in one quality. */
public record Rendition(
    Profile profile,
    int width,
    int height,
    int kilobitsPerSecond,
    int segments,
    long bytes,
    String checksum) {}

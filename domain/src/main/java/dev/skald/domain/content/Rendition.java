package dev.skald.domain.content;

/**
 * Content in one quality.
 *
 * @param profile the name of the one it was made for
 */
public record Rendition(
    String profile,
    int width,
    int height,
    int kilobitsPerSecond,
    int segments,
    long bytes,
    String checksum) {}
